// What the rules hold, worst first: all that is held of one cookie in one block, with its evidence.

import { el, say, wire } from "./dom.js";
import { isFresh } from "./model.js";
import { chain, nameOf, partyBadge } from "./parts.js";
import { FACTS, SAY, TELL, counted, findingMark } from "./strings.js";
import { clock, since } from "./times.js";

export class Findings {
  constructor({ host, count, model, filter }) {
    Object.assign(this, { host, count, model, filter });
    this.blocks = new Map();
    this.run = null;
  }

  render() {
    const { model } = this;
    if (this.run !== model.run) {
      this.run = model.run;
      this.blocks.clear();
      this.host.replaceChildren();
    }
    const cases = this.cases();
    const nodes = [];
    for (const [key, findings] of cases) {
      const told = [model.head?.started, ...findings];
      let block = this.blocks.get(key);
      if (!block) this.blocks.set(key, (block = { node: el("article", { class: "case" }), told: [], opened: new Set() }));
      if (told.length !== block.told.length || told.some((one, place) => one !== block.told[place])) this.fill(block, findings);
      block.told = told;
      nodes.push(block.node);
    }
    for (const key of this.blocks.keys()) if (!cases.has(key)) this.blocks.delete(key);
    if (!nodes.length) {
      nodes.push(el("p", { class: "nothing" }, this.filter.isOn && model.findings.size ? SAY["no-match"] : SAY["no-finding"]));
    }
    if (model.moreFindings && !this.filter.isOn) nodes.push(el("p", { class: "hint" }, TELL.moreFindings(model.moreFindings)));
    settle(this.host, nodes);
    const flagged = [...cases.values()].filter(([first]) => first.level === "flagged").length;
    const noted = cases.size - flagged;
    say(
      this.count,
      [flagged ? counted(flagged, "cookie") + " flagged" : "", noted ? `${noted} noted` : ""].filter(Boolean).join(", "),
    );
  }

  /** The findings by cookie, in the order in which the worst of each comes. */
  cases() {
    const cases = new Map();
    for (const id of this.model.order) {
      const finding = this.model.findings.get(id);
      if (!finding) continue;
      const hay = [finding.name, finding.domain, finding.category, finding.rule, finding.title, finding.url].join("\n").toLowerCase();
      if (!this.filter.takesText(hay)) continue;
      if (this.filter.states.size && !this.filter.states.has(findingMark(finding).state)) continue;
      const key = JSON.stringify([finding.name, finding.domain, finding.party]);
      if (!cases.has(key)) cases.set(key, []);
      cases.get(key).push(finding);
    }
    return cases;
  }

  fill(block, findings) {
    const [worst] = findings;
    const { state, sign } = findingMark(worst);
    const fresh = findings.some((finding) => isFresh(finding.arrived));
    block.node.className = `case ${state}${fresh ? " fresh" : ""}`;
    const about = [wire(worst.domain), partyBadge(worst.party), worst.category ? wire(worst.category) : el("span", { class: "none" }, SAY.undeclared)];
    block.node.replaceChildren(
      el(
        "h3",
        {},
        el("span", { class: `sign ${state}`, "aria-hidden": "true" }, sign),
        nameOf(worst.name),
      ),
      el("p", { class: "about" }, ...about),
      ...findings.map((finding) => this.finding(block, finding)),
    );
  }

  finding(block, finding) {
    const { state } = findingMark(finding);
    const head = this.model.head;
    const place = (label, url, title) => el("div", {}, el("dt", { title }, label), el("dd", {}, wire(url ?? "", "url")));
    const shown = el(
      "div",
      { class: "held" },
      el(
        "p",
        { class: "statement" },
        el("span", { class: `rule ${state}` }, `${finding.rule} ${finding.title}`),
        " ",
        wire(finding.message),
      ),
    );
    if (finding.first === null && !finding.reasons.length) return shown;
    const when = since(head?.started, finding.at);
    const label = finding.first === null ? FACTS.evidence : `${FACTS.evidence}: ${TELL.request(finding.first)}${when ? ` at ${when}` : ""}, ${TELL.page(finding.page)}`;
    const places = el("dl", { class: "places" });
    if (finding.first !== null) {
      places.append(place(TELL.request(finding.first), finding.url, finding.at === null ? null : clock(finding.at)));
      if (finding.page_url) places.append(place(TELL.page(finding.page), finding.page_url));
    }
    const key = `${finding.rule} ${finding.policy}`;
    const details = el(
      "details",
      { class: "evidence", open: block.opened.has(key) },
      el("summary", {}, label),
      places,
      chain(finding.reasons),
    );
    details.addEventListener("toggle", () => (details.open ? block.opened.add(key) : block.opened.delete(key)));
    shown.append(details);
    return shown;
  }
}

/** Bring children into an order and touch only what is out of place. */
export const settle = (host, nodes) => {
  let at = host.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else host.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
};

