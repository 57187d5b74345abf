// What crossed, newest first.

import { el, mark, say } from "./dom.js";
import { Grid, emptyWord } from "./grid.js";
import { SETTLED_FOR, isFresh } from "./model.js";
import { declaredAs, nameOf, stateBadge } from "./parts.js";
import { COLUMNS, PARTIES, PARTIES_SHORT, TELL, WAYS, SAY } from "./strings.js";
import { clock, since } from "./times.js";
import { wire } from "./dom.js";

const KEYS = ["state", "name", "domain", "party", "declared", "page", "n", "when"];

export class Crossings {
  constructor({ host, count, model, filter, open }) {
    Object.assign(this, { host, count, model, filter });
    this.grid = new Grid(host, {
      kind: "crossing",
      label: `${SAY.crossings}, ${SAY.current}`,
      columns: KEYS.map((key) => ({ key, word: COLUMNS[key] })),
      draw: (cells, row, node) => this.draw(cells, row, node),
      open,
      holds: true,
    });
  }

  render() {
    if (this.started !== this.model.head?.started) this.grid.renew();
    this.started = this.model.head?.started;
    const rows = [];
    for (const row of this.model.rows.values()) if (this.filter.takes(row.hay, row.state)) rows.push(row);
    rows.reverse();
    this.grid.set(rows, emptyWord(this.filter.isOn && this.model.rows.size > 0));
    const { crossed = 0 } = this.model.head ?? {};
    const kept = this.model.rows.size;
    const shown = this.filter.isOn ? TELL.of(rows.length, kept) : kept < crossed ? TELL.newestOf(kept, crossed) : TELL.of(kept, crossed);
    say(this.count, crossed ? shown : "");
  }

  draw(cells, row, node) {
    mark(node, "data-state", row.state);
    node.row = row;
    node.classList.toggle("settled", isFresh(row.settled));
    if (isFresh(row.settled)) setTimeout(() => node.row === row && node.classList.remove("settled"), SETTLED_FOR);
    cells.state.replaceChildren(stateBadge(row.state));
    cells.name.replaceChildren(nameOf(row.name));
    cells.domain.replaceChildren(
      el("span", { class: "way", title: WAYS[row.way].word, "aria-label": WAYS[row.way].word, role: "img" }, WAYS[row.way].sign),
      wire(row.domain),
    );
    cells.party.replaceChildren(el("abbr", { title: PARTIES[row.party], class: `party ${row.party}` }, PARTIES_SHORT[row.party]));
    cells.declared.replaceChildren(declaredAs(row));
    say(cells.page, row.page === null ? "–" : String(row.page));
    say(cells.n, TELL.request(row.n));
    say(cells.when, since(this.model.head?.started, row.at));
    mark(cells.when, "title", clock(row.at));
  }
}
