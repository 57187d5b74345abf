// A table of which only what can be seen is in the document: a thousand rows cost what thirty do.
//
// Rows are of one height, which the style sheet sets (`--row`). While its reader is at the top, new rows come in
// there; once they have scrolled down, the list holds still and says how many are new.

import { el, mark, say } from "./dom.js";
import { SAY, TELL } from "./strings.js";

const BEYOND = 6;
let grids = 0;

export class Grid {
  /**
   * @param {HTMLElement} host where it goes
   * @param {object} given
   *   label: what it is called; columns: [{key, word, sort}]; draw(cells, item, row): fills a row's cells;
   *   open(item): what happens on click or Enter; empty: what is said where there is nothing;
   *   sorted(key): called when a column's head is pressed; holds: true where it holds still
   */
  constructor(host, given) {
    this.given = given;
    this.name = `grid-${++grids}`;
    this.items = [];
    this.shown = new Map();
    this.pending = null;
    this.selected = null;
    this.stamp = 0;
    this.body = el("div", { class: "grid-body", role: "rowgroup" });
    this.heads = new Map();
    const head = el("div", { class: "row grid-head", role: "row", "aria-rowindex": 1 });
    for (const column of given.columns) head.append(this.headOf(column));
    this.box = el(
      "div",
      {
        class: `grid ${given.kind}`,
        role: "grid",
        tabindex: 0,
        "aria-label": given.label,
        "aria-colcount": given.columns.length,
        on: { scroll: () => this.scrolled(), keydown: (event) => this.key(event), click: (event) => this.click(event) },
      },
      el("div", { role: "rowgroup", class: "grid-top" }, head),
      this.body,
    );
    this.nothing = el("p", { class: "nothing" });
    this.jump = el("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toTop() } });
    host.append(el("div", { class: "grid-frame" }, this.box, this.jump, this.nothing));
    new ResizeObserver(() => this.draw(true)).observe(this.box);
  }

  headOf(column) {
    const cell = el("div", { role: "columnheader", class: `cell ${column.key}` });
    if (column.sort) {
      cell.append(
        el(
          "button",
          { type: "button", "aria-label": TELL.sort(column.word), on: { click: () => this.given.sorted(column.key) } },
          column.word,
        ),
      );
    } else cell.append(column.word);
    this.heads.set(column.key, cell);
    return cell;
  }

  /** Show by which column it is sorted. */
  sortedBy(key, descending) {
    for (const [name, cell] of this.heads) {
      mark(cell, "aria-sort", name === key ? (descending ? "descending" : "ascending") : null);
    }
  }

  /** Draw every row anew the next time: what they show depends on more than the items. */
  renew() {
    this.stamp += 1;
  }

  /** Show items, in order; each has an `id`. A list that is being read holds still, its items up to date. */
  set(items, nothing) {
    say(this.nothing, items.length ? "" : nothing);
    mark(this.nothing, "hidden", items.length > 0);
    mark(this.box, "hidden", items.length === 0);
    if (this.given.holds && this.box.scrollTop > 8 && this.items.length) {
      const byId = new Map(items.map((item) => [item.id, item]));
      const held = this.items.map((item) => byId.get(item.id) ?? item);
      const first = this.items[0].id;
      const newer = items.findIndex((item) => item.id <= first);
      this.pending = items;
      this.items = held;
      this.tellPending(newer < 0 ? items.length : newer);
    } else {
      this.pending = null;
      this.items = items;
      this.tellPending(0);
    }
    this.draw(false);
  }

  /** Go back to the top, for what comes is another list. */
  release() {
    this.pending = null;
    this.items = [];
    this.box.scrollTop = 0;
  }

  tellPending(count) {
    say(this.jump, count ? `↑ ${TELL.newer(count)}` : "");
    mark(this.jump, "hidden", count === 0);
  }

  toTop() {
    this.box.scrollTop = 0;
    this.scrolled();
    this.box.focus();
  }

  scrolled() {
    if (this.box.scrollTop <= 8 && this.pending) {
      this.items = this.pending;
      this.pending = null;
      this.tellPending(0);
    }
    this.draw(false);
  }

  /** Bring the document in line with what can be seen. */
  draw(resized) {
    if (resized || !this.height) {
      this.height = Number.parseFloat(getComputedStyle(this.body).getPropertyValue("--row")) || 36;
    }
    const top = this.body.offsetTop;
    const room = this.box.clientHeight;
    if (!this.items.length) {
      this.shown.clear();
      this.body.replaceChildren();
    }
    if (!room) return;
    const from = Math.max(Math.floor((this.box.scrollTop - top) / this.height) - BEYOND, 0);
    const to = Math.min(from + Math.ceil(room / this.height) + 2 * BEYOND, this.items.length);
    this.body.style.setProperty("height", `${this.items.length * this.height}px`);
    this.body.style.setProperty("--above", `${from * this.height}px`);
    mark(this.box, "aria-rowcount", this.items.length + 1);
    const still = new Map();
    for (let index = from; index < to; index++) {
      const item = this.items[index];
      still.set(item.id, this.shown.get(item.id) ?? null);
    }
    const spare = [];
    for (const [id, row] of this.shown) if (!still.has(id)) spare.push(row);
    let at = this.body.firstElementChild;
    let index = from;
    for (const [id, known] of still) {
      const row = known ?? spare.pop() ?? this.newRow();
      const item = this.items[index];
      if (row.item !== item || row.stamp !== this.stamp) {
        row.stamp = this.stamp;
        if (!row.item || row.item.id !== item.id) row.node.id = `${this.name}-${item.id}`;
        row.item = item;
        this.given.draw(row.cells, item, row.node);
      }
      mark(row.node, "aria-rowindex", index + 2);
      mark(row.node, "aria-selected", item.id === this.selected);
      if (row.node === at) at = at.nextElementSibling;
      else this.body.insertBefore(row.node, at);
      still.set(id, row);
      index += 1;
    }
    for (const row of spare) row.node.remove();
    this.shown = still;
    this.pointAtSelected();
  }

  newRow() {
    const cells = {};
    const node = el("div", { class: "row", role: "row" });
    for (const column of this.given.columns) {
      cells[column.key] = el("div", { role: "gridcell", class: `cell ${column.key}` });
      node.append(cells[column.key]);
    }
    return { node, cells, item: null, stamp: null };
  }

  key(event) {
    const page = Math.max(Math.floor(this.box.clientHeight / this.height) - 2, 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.target !== this.box || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      const item = this.items.find((one) => one.id === this.selected);
      if (item) this.given.open(item);
    } else if (event.key in steps && this.items.length) {
      const now = this.items.findIndex((item) => item.id === this.selected);
      const wished = now < 0 && event.key !== "End" ? 0 : now + steps[event.key];
      const next = Math.min(Math.max(wished, 0), this.items.length - 1);
      this.selected = this.items[next].id;
      this.reveal(next);
      this.draw(false);
    } else return;
    event.preventDefault();
  }

  reveal(index) {
    const top = index * this.height;
    const room = this.box.clientHeight - this.body.offsetTop;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + this.height > this.box.scrollTop + room) this.box.scrollTop = top + this.height - room;
  }

  pointAtSelected() {
    const row = this.selected === null ? null : this.shown.get(this.selected);
    mark(this.box, "aria-activedescendant", row ? row.node.id : null);
  }

  click(event) {
    const node = event.target.closest(".row");
    if (!node || node.classList.contains("grid-head")) return;
    for (const row of this.shown.values()) {
      if (row.node !== node) continue;
      this.selected = row.item.id;
      this.draw(false);
      this.given.open(row.item);
    }
  }
}

export const emptyWord = (filtered) => (filtered ? SAY["no-match"] : SAY["no-crossing"]);
