// One crossing or one cookie, with all that is known of it, in a sheet beside the rest.

import { el, wire } from "./dom.js";
import { chain, declaredAs, facts, nameOf, stateBadge, stateCount } from "./parts.js";
import { FACTS, ORIGINS, PARTIES, STATES, TELL, WAYS, findingMark, number } from "./strings.js";
import { clock, since } from "./times.js";

export class Detail {
  constructor({ dialog, title, body, close, model }) {
    Object.assign(this, { dialog, title, body, model, shown: null });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => (this.shown = null));
  }

  openRow(row) {
    this.open({ row: row.id, item: row });
  }

  openCookie(cookie) {
    this.open({ cookie: cookie.id, item: cookie });
  }

  open(shown) {
    this.shown = shown;
    this.drawn = null;
    this.render();
    this.dialog.showModal();
    this.title.focus();
    this.dialog.scrollTop = 0;
  }

  render() {
    if (!this.shown) return;
    const { rows, cookies } = this.model;
    const item = ("row" in this.shown ? rows.get(this.shown.row) : cookies.get(this.shown.cookie)) ?? this.shown.item;
    if (item === this.drawn) return;
    this.drawn = item;
    this.title.replaceChildren(nameOf(item.name));
    this.body.replaceChildren(...("row" in this.shown ? this.row(item) : this.cookie(item)));
  }

  row(row) {
    const start = this.model.head?.started;
    const page = this.model.pages.find((one) => one.id === row.page);
    const shown = [
      el("p", { class: "lead" }, stateBadge(row.state), " ", STATES[row.state].says),
      facts([
        [FACTS.cause, row.cause ? wire(row.cause) : null],
        [FACTS.crossed, `${WAYS[row.way].word}, ${since(start, row.at, 3)} (${clock(row.at)})`],
        [FACTS.request, el("span", {}, `${TELL.request(row.n)} `, wire(row.url, "url"))],
        [FACTS.page, row.page === null ? TELL.page(null) : el("span", {}, `${row.page} `, page ? wire(page.url, "url") : "")],
        [FACTS.domain, wire(row.domain)],
        [FACTS.party, PARTIES[row.party]],
        [FACTS.declared, declaredAs(row)],
        [FACTS.origin, ORIGINS[row.origin]],
        [FACTS.rules, row.rules.length ? row.rules.join(", ") : null],
        [FACTS.visitor, this.model.head?.visitors > 1 ? String(row.visitor) : null],
      ]),
    ];
    if (row.reasons.length) shown.push(el("h3", {}, FACTS.reasons), chain(row.reasons));
    return shown;
  }

  cookie(cookie) {
    const start = this.model.head?.started;
    const held = [...this.model.findings.values()].filter(
      (finding) => finding.name === cookie.name && finding.domain === cookie.domain && finding.party === cookie.party,
    );
    const states = Object.keys(STATES).filter((state) => cookie.states[state]);
    return [
      el("p", { class: "lead" }, ...states.map((state) => stateCount(state, cookie.states[state]))),
      facts([
        [FACTS.domain, wire(cookie.domain)],
        [FACTS.party, PARTIES[cookie.party]],
        [FACTS.declared, declaredAs(cookie)],
        [FACTS.origin, ORIGINS[cookie.origin]],
        [FACTS.crossings, `${number(cookie.set)} ${WAYS.set.word}, ${number(cookie.sent)} ${WAYS.sent.word}`],
        [FACTS.first, TELL.request(cookie.first)],
        [FACTS.last, `${TELL.request(cookie.n)}, ${since(start, cookie.at)} (${clock(cookie.at)})`],
      ]),
      ...held.flatMap((finding) => [
        el("h3", {}, el("span", { class: `rule ${findingMark(finding).state}` }, `${finding.rule} ${finding.title}`)),
        el("p", {}, wire(finding.message)),
        chain(finding.reasons),
      ]),
    ];
  }
}
