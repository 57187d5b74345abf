"""The report in English."""

from temoin.views import Language
from temoin.views.html.wording import Noun, Told, Wording
from temoin.views.times import moment
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Outcome, Party, Verdict, Way

__all__ = ["WORDING"]


def _recordings(counts: tuple[tuple[str, int], ...]) -> str:
    total = sum(count for _, count in counts)
    told = ", ".join(f"{count:,} {word}" for word, count in counts)
    return f"{total:,} {'recording' if total == 1 else 'recordings'}: {told}"


WORDING = Wording(
    language=Language.ENGLISH,
    number=lambda number: f"{number:,}",
    singular=lambda number: number == 1,
    time=str,
    moment=moment,
    sentence=None,
    recordings=_recordings,
    decimal=".",
    thousands=",",
    quoted="",
    nouns={
        Noun.ALLOWANCE: ("finding let pass", "findings let pass"),
        Noun.BYTE: ("byte", "bytes"),
        Noun.CHOICE: ("choice", "choices"),
        Noun.COOKIE: ("cookie", "cookies"),
        Noun.EXCHANGE: ("exchange", "exchanges"),
        Noun.FINDING: ("finding", "findings"),
        Noun.HOST: ("host", "hosts"),
        Noun.PAGE: ("page", "pages"),
        Noun.RECORDING: ("recording", "recordings"),
        Noun.REQUEST: ("request", "requests"),
        Noun.SET_COOKIE: ("Set-Cookie", "Set-Cookies"),
        Noun.SPOT: ("blind spot", "blind spots"),
        Noun.VISITOR: ("visitor", "visitors"),
    },
    outcomes={
        Outcome.CLEAR: Told(
            "nothing flagged", "a page that a policy covers was seen, and nothing was flagged"
        ),
        Outcome.FLAGGED: Told("flagged", "something was flagged"),
        Outcome.UNPROVEN: Told("not proven", "nothing could be proven from this recording"),
        Outcome.UNREADABLE: Told("not readable", "a recording could not be read"),
    },
    verdicts={
        Verdict.EARLY: Told("too early", "It needs consent, and crossed before any choice was made."),
        Verdict.REFUSED: Told("refused", "It needs consent, and the choice at that moment did not grant it."),
        Verdict.UNDECLARED: Told("undeclared", "No policy declares it, and the choice cannot name it."),
        Verdict.UNPROVEN: Told("unproven", "The traffic cannot tell. This is never a pass."),
        Verdict.PERMITTED: Told("permitted", "The choice at that moment granted it."),
        Verdict.EXEMPT: Told("exempt", "It is declared for something that needs no consent."),
        Verdict.OUTSIDE: Told("outside", "It crossed on a page that no policy covers, and was not judged."),
    },
    states={
        ChoiceState.UNSET: Told("unset", "no choice was made yet"),
        ChoiceState.NONE: Told("none", "everything is refused"),
        ChoiceState.PARTIAL: Told("partial", "some is granted, some refused"),
        ChoiceState.ALL: Told("all", "everything is granted"),
        ChoiceState.UNREADABLE: Told("unreadable", "the consent cookie cannot be read"),
        ChoiceState.UNPROVEN: Told("unproven", "the traffic cannot tell"),
    },
    levels={Level.FLAGGED: "flagged", Level.NOTE: "note"},
    parties={Party.FIRST: "first party", Party.THIRD: "third party", Party.UNKNOWN: "party unknown"},
    parties_short={Party.FIRST: "first", Party.THIRD: "third", Party.UNKNOWN: "unknown"},
    origins={
        Origin.RESPONSE: "set by a response",
        Origin.SCRIPT: "set by a script",
        Origin.EARLIER: "there before watching began",
    },
    origins_short={Origin.RESPONSE: "response", Origin.SCRIPT: "script", Origin.EARLIER: "earlier"},
    ways={Way.SET: "set", Way.SENT: "sent"},
    grades={
        Certainty.CERTAIN: Told("certain", "The traffic shows it."),
        Certainty.INFERRED: Told(
            "inferred", "It is likely. What is only inferred accuses nobody by default."
        ),
        Certainty.NONE: Told("not known", "Nothing shows it."),
    },
    rules={},
    causes={},
    blind={},
    glossary=(
        Told("Visitor", "One browser, as the recording shows it."),
        Told(
            "Page",
            (
                "What a visitor opened, as the address bar has it. Its site is the first party of "
                "all that it causes."
            ),
        ),
        Told(
            "First and third party",
            "A cookie is first-party where it belongs to the site of the page, else third-party.",
        ),
        Told("Exchange", "One cookie crossing once: set by a response, or sent by a request."),
        Told(
            "Number",
            "#12 is the twelfth HTTP request of the recording, in order of time; times count from the first.",
        ),
        Told("Choice", "What the consent cookie says at a moment: which categories or services are granted."),
        Told(
            "Interval of a choice",
            (
                "A choice made in the page shows only when the browser next sends the consent "
                "cookie. It was made in the interval between two requests; what crossed inside is "
                "unproven."
            ),
        ),
        Told("Policy", "What the site itself declares of its cookies, as a file that a program can read."),
        Told(
            "Finding",
            (
                "Exchanges of one cookie that one rule holds against the site, counted, with the "
                "first as evidence."
            ),
        ),
        Told("Note", "A finding that informs, and fails nothing."),
        Told(
            "Incomplete",
            "The recording ends early or lacks a part, so what is absent from it proves nothing.",
        ),
    ),
    limits=(
        (
            "The moment of a click, and what scripts write: a choice made by a script shows only "
            "when the browser next sends the cookie."
        ),
        "What happened after the last request to the site.",
        "Local storage, fingerprints, and what a server does with what it is told.",
        (
            "Which of two tabs of one site sent a request; where nothing says so, which of two "
            "sites: then the exchange is unproven."
        ),
        "Traffic that did not pass the proxy or was not recorded.",
        (
            "Whether a fact is unlawful. There is no score here, and no verdict on a site: that "
            "is for a person to decide."
        ),
    ),
    title="Report on cookies",
    titled="Report on the cookies of {}",
    tagline="A witness for cookies",
    disclaimer=(
        "This report states facts and their evidence. Whether a fact is unlawful is for a person to decide."
    ),
    skip="Skip to the findings",
    print="Print",
    contents="Contents",
    colon=":",
    listed_and="and",
    no_name="(no name)",
    none="nothing",
    more="{} more are not listed here: the JSON report has all.",
    whole_list="{} of {}",
    unfit="not readable",
    values_shown=(
        "This report shows cookies' values. They are credentials: whoever has one may act as the visitor."
    ),
    recording="Recording",
    judged_by="Judged by",
    nobody="no policy covers a page that was visited",
    watched="Watched",
    lasted="for {}",
    traffic="Traffic",
    incomplete="The recording is incomplete{} ",
    not_read="Not read",
    warning="Warning",
    every_recording="The recordings",
    over_time="Over time",
    over_time_says=(
        "The choices above; below them what crossed, a lane for each verdict, then the pages. A "
        "bar is as tall as the square root of how many."
    ),
    timeline_label="{} over {}, by verdict",
    first_kept="The drawing shows the first {} of {} exchanges; all are counted everywhere else.",
    not_kept="The exchanges were not kept one by one: marked is the first of each finding.",
    grouped="There are too many exchanges to carry each: where you zoom in, they are in {} groups.",
    pages_drawn="Marked are {} of {} pages.",
    zoom_in="Zoom in",
    zoom_out="Zoom out",
    zoom_whole="Whole",
    zoom_hint="Drag over a span to zoom in. With the keyboard: + and − zoom, arrows move, 0 shows all.",
    as_table="The same as a table",
    the_choice="the choice",
    of_visitor="visitor {}, {}",
    opened="page {} opened",
    pages_row="pages",
    choice_becomes="The choice of visitor {} becomes {}",
    choice_within="the choice was made somewhere in here",
    begins="when",
    event="what happened",
    crossed_then="what crossed from then on",
    nothing_crossed="nothing crossed",
    more_tracks="{} more are told under “The choices”.",
    no_times="Nothing has a time here, so nothing is drawn.",
    unsure="made in here",
    withdrawn_word="withdrawn",
    who="Who, on which page",
    who_says=(
        "The site and its pages in the middle, numbered; around it, whoever else had a cookie "
        "cross because of them."
    ),
    who_label="{} in the middle; around it {}",
    own_cookies="{} of its own",
    nobody_else="nobody else",
    other_parties="Party",
    unknown_page="page not known",
    page_number="page {}",
    domain="domain",
    not_drawn="{} more are in the table alone.",
    findings="Findings",
    no_findings="Nothing is held against the site.",
    all_findings="All {} below",
    finding_number="Finding {}",
    usually="usually",
    undeclared="undeclared",
    not_judged="not judged",
    evidence="Evidence",
    exchange="exchange",
    page="page",
    no_page="no known page",
    reasons="Why",
    attempted="it was set, and never came back",
    times_sign="×{}",
    choices="The choices",
    choices_say="What each visitor had chosen, when, and which requests show it.",
    no_choices="No page with a consent cookie was visited.",
    from_start="from the start",
    exactly="at {}, set by a response",
    between="between {} and {}",
    about="about {}",
    shown_by="shown by",
    granted="granted",
    refused="refused",
    withdrawn="withdrawn",
    assumed="The policy {} assumes",
    cookies="Cookies",
    cookies_say="Every cookie that crossed, worst first. Each heading sorts; the totals follow the filter.",
    filter="Filter the cookies",
    filter_hint="Cookie, domain, category…",
    filter_clear="Clear",
    all_parties="any party",
    cookie="cookie",
    party="party",
    declared="declared as",
    origin="from",
    first_seen="first seen",
    crossings="exchanges",
    verdict="verdict",
    total="Total",
    shown_of="{} of {} cookies",
    no_match="Nothing matches the filter.",
    sort_by="Sort by {}",
    exchanges="Exchanges, one by one",
    exchanges_say="Show them, in order of time",
    exchanges_left_out="Listed are {} of {}, the worst: `--format json --exchanges` writes all.",
    when="when",
    way="way",
    choice="choice",
    value="value",
    value_shown="{}: {}, {}",
    value_fingerprint="fingerprint {}",
    fingerprints="fingerprints made with a key (--fingerprint-key), which is not in this report",
    known="known",
    certain_all="all certain",
    proof="Proof of request {}",
    proof_says="All that is held of its cookies, and the requests that this rests on.",
    cited="What it rests on",
    cited_read="cookies read between {} and {}",
    cited_by="its page is known by",
    cited_carried="carried",
    method="request",
    unproven="Not proven",
    unproven_say="What the traffic cannot tell, by what hides the answer. It is never called a pass.",
    never_seen="Declared, never seen",
    never_seen_say="What the policy declares and this session did not show.",
    required="required",
    category="category",
    policy="policy",
    rule="rule",
    allowed="Let pass by the policy",
    allowed_say=(
        "What a rule found and the policy allows, with the reason that it gives. The facts stay "
        "what they are."
    ),
    allowed_because="Allowed",
    allowed_until="until {}",
    allowed_line="line {} of the policy",
    known_findings="In the baseline",
    known_say="What a rule found and the baseline held before: it fails no run. The facts stay what they are.",
    known_because="Known",
    baseline="The baseline",
    baseline_say="What was known before. A run fails on what is new alone.",
    baseline_unmatched="Of its {} findings, {} did not appear:",
    rejected="Refused by every browser",
    rejected_say=(
        "Set-Cookies that the standard (RFC 6265bis) makes every browser refuse: listed, and never flagged."
    ),
    why="why",
    outside="Outside every policy",
    outside_say="Hosts of pages that no policy covers: counted, and not judged.",
    unknown_host="not known",
    host="host",
    blind_title="Not seen",
    blind_say="What went by unseen while the proxy watched.",
    pages="Pages",
    pages_say="What was opened, in order.",
    implied="seen in a Referer only",
    covered_by="covered by",
    no_policy="no policy",
    notes="Notes",
    nothing_of="Also looked for, and nothing to tell",
    again="How to check this",
    again_say=(
        "All that is needed to do it again. The same recording, policy, version and options give "
        "the same report, byte for byte."
    ),
    step_same="Check that the recording is the same: its SHA-256 is below (`sha256sum FILE`).",
    step_run="Judge it again:",
    step_look=(
        "Open the recording in mitmproxy and look at the requests by their numbers, or let Témoin "
        "prove one: `temoin replay FILE --why 12`."
    ),
    live=(
        "A proxy watched, and this report was made from what passed. If it recorded (`-w FILE`), "
        "replaying that file gives the same findings."
    ),
    file="file",
    size="size",
    sha256="SHA-256",
    published="published at",
    version="Témoin's version",
    accuse="facts that count against a site",
    strict="unproven counts as flagged",
    fail_on="rules that fail the run",
    joined="files taken as one session",
    schema="data format",
    options="Options",
    default="by default",
    yes="yes",
    no="no",
    any_flagged="every flagged one",
    rules_title="The rules that spoke",
    rules_say="What each holds, why it matters, and the texts that it rests on.",
    rule_why="Why it matters",
    rule_sources="Sources",
    rule_mend="How to mend",
    words="What the words mean",
    words_say="",
    signs="The signs",
    limits_title="What it cannot see",
)
