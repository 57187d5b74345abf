// Beside the crossings: the pages opened, what went by unseen, and what else is to be said.

import { el, mark, say, wire } from "./dom.js";
import { SAY, TELL, counted, number } from "./strings.js";
import { clock, since } from "./times.js";

const MOST = 100;

export class Aside {
  constructor(places) {
    Object.assign(this, places);
    this.told = {};
  }

  render() {
    const { model } = this;
    const start = model.head?.started;
    this.part("pages", [model.pages, start], this.pages, () =>
      model.pages.length
        ? el("ol", { class: "plain pages-list" }, ...model.pages.slice(-MOST).reverse().map((page) => this.page(page, start)))
        : el("p", { class: "nothing" }, SAY["no-page"]),
    );
    say(this.pagesCount, model.pages.length ? number(model.pages.at(-1).id) : "");
    this.part("blind", [model.blind], this.blind, () =>
      model.blind.length
        ? el("ul", { class: "plain" }, ...model.blind.map((blind) => this.unseen(blind)))
        : el("p", { class: "nothing" }, SAY["no-blind"]),
    );
    say(this.blindCount, model.blind.length ? counted(model.blind.reduce((all, blind) => all + blind.count, 0), "time") : "");
    mark(this.notesPart, "hidden", model.notes.length === 0);
    this.part("notes", [model.notes], this.notes, () => model.notes.map((note) => el("li", {}, wire(note))).reverse());
  }

  part(name, what, host, make) {
    const told = [this.model.run, ...what];
    if (this.told[name]?.every((one, place) => one === told[place])) return;
    this.told[name] = told;
    host.replaceChildren(...[make()].flat());
  }

  page(page, start) {
    return el(
      "li",
      { value: page.id, class: page.policy ? "covered" : "outside" },
      el("span", { class: "number" }, String(page.id)),
      el(
        "span",
        { class: "what" },
        wire(page.url, "url"),
        page.visitor > 1 ? el("span", { class: "soft" }, ` ${TELL.visitor(page.visitor)}`) : "",
        page.implied ? el("span", { class: "soft" }, ` ${TELL.implied}`) : "",
      ),
      el("span", { class: "time", title: clock(page.opened) }, since(start, page.opened)),
    );
  }

  unseen(blind) {
    return el("li", {}, el("strong", {}, TELL.blind(blind), wire(blind.host), ` ${TELL.times(blind.count)}`), " ", el("span", { class: "soft" }, wire(blind.why)));
  }
}
