// Every cookie in a row: which, whose, declared as what, and how often it crossed as what.

import { el, mark, say, wire } from "./dom.js";
import { Grid, emptyWord } from "./grid.js";
import { declaredAs, nameOf, stateCount } from "./parts.js";
import { COLUMNS, ORIGINS, ORIGINS_SHORT, PARTIES, PARTIES_SHORT, SAY, STATES, TELL, number } from "./strings.js";
import { clock, since } from "./times.js";

const ORDER = Object.keys(STATES);
const KEYS = ["name", "domain", "party", "declared", "origin", "state", "count", "last"];

const total = (cookie, states) => states.reduce((sum, state) => sum + (cookie.states[state] ?? 0), 0);
const text = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

const SORTS = {
  name: (one, other) => text(one.name, other.name),
  domain: (one, other) => text(one.domain, other.domain),
  party: (one, other) => text(one.party, other.party),
  declared: (one, other) => text(one.category ?? "", other.category ?? "") || text(one.service ?? "", other.service ?? ""),
  origin: (one, other) => text(one.origin, other.origin),
  state: (one, other) => one.worst - other.worst || other.shownCount - one.shownCount,
  count: (one, other) => other.shownCount - one.shownCount,
  last: (one, other) => other.at - one.at,
};

export class Cookies {
  constructor({ host, count, untold, model, filter, open }) {
    Object.assign(this, { host, count, untold, model, filter });
    this.sort = { key: "state", descending: false };
    this.grid = new Grid(host, {
      kind: "cookie",
      label: SAY.cookies,
      columns: KEYS.map((key) => ({ key, word: COLUMNS[key], sort: true })),
      draw: (cells, cookie, node) => this.draw(cells, cookie, node),
      open,
      sorted: (key) => {
        const again = this.sort.key === key;
        this.sort = { key, descending: again && !this.sort.descending };
        this.render();
      },
    });
  }

  render() {
    const states = this.filter.states.size ? ORDER.filter((state) => this.filter.states.has(state)) : ORDER;
    const asked = `${states} ${this.model.head?.started}`;
    if (asked !== this.asked) this.grid.renew();
    this.asked = asked;
    const shown = [];
    let all = 0;
    let crossings = 0;
    for (const cookie of this.model.cookies.values()) {
      if (cookie.worst < 0) continue;
      all += 1;
      if (!this.filter.takesText(cookie.hay)) continue;
      const count = total(cookie, states);
      if (!count) continue;
      cookie.shownCount = count;
      cookie.shownStates = states.filter((state) => cookie.states[state]);
      crossings += count;
      shown.push(cookie);
    }
    const by = SORTS[this.sort.key];
    const sign = this.sort.descending ? -1 : 1;
    shown.sort((one, other) => sign * by(one, other) || one.id - other.id);
    this.grid.sortedBy(this.sort.key, this.sort.descending);
    this.grid.set(shown, emptyWord(this.filter.isOn && all > 0));
    say(this.count, all ? `${TELL.of(shown.length, all)} · ${number(crossings)} ${COLUMNS.count}` : "");
    const left = this.model.head?.untold ?? 0;
    say(this.untold, left ? TELL.untold(left) : "");
    mark(this.untold, "hidden", left === 0);
  }

  draw(cells, cookie, node) {
    mark(node, "data-state", cookie.shownStates[0]);
    cells.name.replaceChildren(nameOf(cookie.name));
    cells.domain.replaceChildren(wire(cookie.domain));
    cells.party.replaceChildren(el("abbr", { title: PARTIES[cookie.party], class: `party ${cookie.party}` }, PARTIES_SHORT[cookie.party]));
    cells.declared.replaceChildren(declaredAs(cookie, cookie.worst === ORDER.indexOf("outside")));
    cells.origin.replaceChildren(el("span", { title: ORIGINS[cookie.origin] }, ORIGINS_SHORT[cookie.origin]));
    cells.state.replaceChildren(...cookie.shownStates.map((state) => stateCount(state, cookie.states[state])));
    say(cells.count, number(cookie.shownCount));
    say(cells.last, since(this.model.head?.started, cookie.at));
    mark(cells.last, "title", clock(cookie.at));
  }
}
