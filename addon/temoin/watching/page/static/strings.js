// Every word the page says, in one place. Signs and words are those of the terminal's report.

export const STATES = {
  early: { sign: "✗", word: "too early", says: "crossed before any choice was made" },
  refused: { sign: "!", word: "refused", says: "crossed against the choice" },
  undeclared: { sign: "*", word: "undeclared", says: "no policy declares it, and the choice cannot name it" },
  unproven: { sign: "?", word: "unproven", says: "the wire cannot tell" },
  open: { sign: "◇", word: "open", says: "not decidable yet: it settles as more is seen" },
  permitted: { sign: "✓", word: "permitted", says: "the choice grants it" },
  exempt: { sign: "·", word: "exempt", says: "its category needs no consent" },
  outside: { sign: "–", word: "outside", says: "on a page that no policy covers: not judged" },
};

export const FLAGGED_STATES = ["early", "refused", "undeclared"];

export const CHOICES = {
  unset: { sign: "○", word: "unset", says: "no choice was made yet" },
  none: { sign: "◌", word: "none", says: "everything is refused" },
  partial: { sign: "◐", word: "partial", says: "some is granted, some refused" },
  all: { sign: "●", word: "all", says: "everything is granted" },
  unreadable: { sign: "~", word: "unreadable", says: "the consent cookie cannot be read" },
  unproven: { sign: "?", word: "unproven", says: "the wire cannot tell" },
};

export const WITHDRAWN = "withdrawn";

const RULE_STATES = { T101: "early", T102: "refused", T103: "refused", T104: "undeclared" };
const LEVELS = { flagged: { sign: "■", word: "flagged" }, note: { sign: "○", word: "note" } };

/** The sign of a finding and the state that gives its colour, as the terminal has it. */
export const findingMark = (finding) => {
  const state = RULE_STATES[finding.rule];
  return state ? { state, sign: STATES[state].sign } : { state: finding.level, sign: LEVELS[finding.level].sign };
};

export const PARTIES = { first: "first party", third: "third party", unknown: "party unknown" };
export const PARTIES_SHORT = { first: "1st", third: "3rd", unknown: "?" };
export const WAYS = {
  set: { sign: "↓", word: "set by a response" },
  sent: { sign: "↑", word: "sent by a request" },
};
export const ORIGINS = { response: "a response set it", script: "a script set it", earlier: "it was there before" };
export const ORIGINS_SHORT = { response: "response", script: "script", earlier: "earlier" };
export const BLIND = { pinned: "pinned", ignored: "ignored", quic: "QUIC", fault: "fault" };

const grouped = new Intl.NumberFormat("en");
export const number = (value) => grouped.format(value);
export const counted = (value, one, several = `${one}s`) => `${number(value)} ${value === 1 ? one : several}`;
export const listed = (items) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

export const SAY = {
  closed: "This page opens by the address that temoin printed when the watch began.",
  stale: "This address is of a watch that is over. Each watch has its own: temoin prints it when it begins.",
  title: "Témoin",
  skip: "Skip to the findings",
  pause: "Pause",
  resume: "Resume",
  restart: "Start again",
  download: "Download",
  "restart-title": "Start again?",
  "restart-text":
    "A new visitor begins: nothing was seen, nothing is held, and the numbers begin anew. A recording goes on.",
  cancel: "Cancel",
  close: "Close",
  choice: "The choice",
  timeline: "Over time",
  crossings: "What crossed",
  findings: "Findings",
  cookies: "Cookies",
  pages: "Pages",
  blind: "Not seen",
  notes: "Notes",
  filter: "Filter",
  "filter-hint": "Cookie, domain, service…",
  "filter-clear": "Clear",
  "no-crossing": "No cookie has crossed yet.",
  "no-match": "Nothing matches the filter.",
  "no-finding": "Nothing is held against the site so far.",
  "no-page": "No page was opened yet.",
  "no-blind": "Nothing went by unseen.",
  "no-choice": "no page seen",
  current: "newest first",
  whole: "all",
  minutes: "5 min",
  minute: "1 min",
  "report-as": "Report",
  recording: "Recording",
  "recording-says": "The flow file, as far as its flows are whole",
  preparing: "Preparing the report…",
  "report-failed": "The report could not be made.",
  "recording-failed": "The recording could not be had.",
  "restart-failed": "The watch could not start again.",
  restarted: "The watch starts again.",
  undeclared: "undeclared",
  consent: "the choice itself",
};

export const LINK = {
  connecting: "Connecting…",
  live: "Live",
  paused: "Paused",
  lost: "Connection lost: trying again…",
  full: "Too many pages are open on this watch: close one",
  ended: "The watch is over",
  stale: "The watch is over",
  fault: (name) => `The watch does not answer (${name}): what is shown may be old`,
};

export const TELL = {
  waiting: (policies) =>
    policies.length
      ? `Browse in the other window: a page that ${listed(policies)} covers.`
      : "Browse in the other window.",
  watched: (head, pages) =>
    [
      counted(head.requests, "request"),
      counted(pages, "page"),
      ...(head.visitors > 1 ? [counted(head.visitors, "visitor")] : []),
    ].join(" · "),
  judgedBy: (policies) => `judged by ${listed(policies)}`,
  behind: (count) => `${counted(count, "crossing")} since the pause`,
  newer: (count) => `${number(count)} new`,
  of: (shown, all) => (shown === all ? number(all) : `${number(shown)} of ${number(all)}`),
  newestOf: (kept, all) => `the newest ${number(kept)} of ${number(all)}`,
  untold: (count) => `${counted(count, "crossing")} more, not counted here: the report has all.`,
  moreFindings: (count) => `${counted(count, "finding")} more: the report has all.`,
  times: (count) => `×${number(count)}`,
  page: (id) => (id === null || id === undefined ? "no known page" : `page ${id}`),
  request: (n) => `#${n}`,
  on: "on",
  whose: (choice) => `visitor ${choice.visitor} on ${choice.host}`,
  state: (choice) => (choice.withdrawn?.length && choice.state === "none" ? WITHDRAWN : CHOICES[choice.state].word),
  before: (word, span) => `before: ${word}, for ${span}`,
  fromStart: "from the start",
  exactly: (at) => `at ${at}, set by a response`,
  within: (low, high) => `between ${low} and ${high}`,
  about: (at) => `about ${at}`,
  granted: "granted",
  refused: "refused",
  withdrawn: "withdrawn",
  shownBy: (numbers) => `shown by ${listed(numbers.slice(0, 6).map((n) => `#${n}`))}`,
  newFinding: (finding) => `New finding: ${finding.title}, ${finding.name || "(no name)"} of ${finding.domain}`,
  newFindings: (count) => `${counted(count, "new finding")}`,
  newChoice: (choice, word, names) => `The choice of visitor ${choice.visitor} is now ${word}${names ? `: ${names}` : ""}`,
  timeline: (crossed, span, eras) => `${counted(crossed, "crossing")} in ${span}. Choice: ${eras}`,
  sighting: (span, counts) => `${span}: ${counts}`,
  nothing: "nothing crossed",
  blind: (blind) => `${BLIND[blind.kind] ?? blind.kind}: `,
  visitor: (visitor) => `visitor ${visitor}`,
  implied: "seen in a Referer only",
  attempted: "it never came back",
  noName: "(no name)",
  title: (flagged) => (flagged ? `✗ ${number(flagged)} · ${SAY.title}` : SAY.title),
  everything: "everything",
  sort: (column) => `Sort by ${column}`,
};

export const COLUMNS = {
  state: "verdict",
  name: "cookie",
  domain: "domain",
  party: "party",
  declared: "declared as",
  page: "page",
  n: "no.",
  when: "when",
  origin: "from",
  count: "crossings",
  last: "last",
};

export const FACTS = {
  verdict: "verdict",
  cause: "because",
  crossed: "crossed",
  request: "request",
  page: "page",
  domain: "domain",
  party: "party",
  declared: "declared as",
  origin: "comes from",
  rules: "held by",
  first: "first crossed with",
  last: "last crossed with",
  crossings: "crossings",
  reasons: "Why",
  evidence: "Evidence",
  visitor: "visitor",
};
