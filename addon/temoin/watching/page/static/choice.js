// The choice as it stands, large, and how it was before.

import { el, svg, wire } from "./dom.js";
import { CHOICES, SAY, TELL, listed } from "./strings.js";
import { duration, since } from "./times.js";

export class Choice {
  constructor({ host, model }) {
    Object.assign(this, { host, model, drawn: [] });
  }

  render() {
    const { model } = this;
    const now = model.currentChoice;
    const told = [now, model.eras, model.head?.started, model.head?.policies.join(), model.run];
    if (this.drawn.length && told.every((one, place) => one === this.drawn[place])) return;
    this.drawn = told;
    this.host.replaceChildren(...(now ? this.standing(now) : this.nothing()));
  }

  nothing() {
    return [
      el(
        "div",
        { class: "standing" },
        disc("blank"),
        el(
          "div",
          { class: "words" },
          el("p", { class: "state soft" }, SAY["no-choice"]),
          el("p", { class: "soft" }, TELL.waiting(this.model.head?.policies ?? [])),
        ),
      ),
    ];
  }

  standing(now) {
    const track = this.model.track(now);
    const before = track[track.indexOf(now) - 1];
    const others = this.others(now);
    return [
      el(
        "div",
        { class: "standing" },
        disc(now.withdrawn.length && now.state === "none" ? "withdrawn" : now.state),
        el(
          "div",
          { class: "words" },
          el("p", { class: "whose soft" }, ...whose(now)),
          el("p", { class: "state" }, TELL.state(now)),
          names(now),
        ),
      ),
      el("p", { class: "when" }, this.when(now)),
      now.note ? el("p", { class: "when" }, wire(now.note)) : "",
      before ? this.before(before, now) : "",
      others.length ? el("ul", { class: "others" }, ...others) : "",
    ];
  }

  /** When it became so, and by what that is known. */
  when(choice) {
    const start = this.model.head?.started;
    const evidence = choice.evidence.length ? `, ${TELL.shownBy(choice.evidence)}` : "";
    if (choice.exact) return TELL.exactly(since(start, choice.by)) + evidence;
    if (choice.after === null) return TELL.fromStart + evidence;
    for (const digits of [1, 3]) {
      const low = since(start, choice.after, digits);
      const high = since(start, choice.by, digits);
      if (low !== high) return TELL.within(low, high) + evidence;
    }
    return TELL.about(since(start, choice.by)) + evidence;
  }

  before(before, now) {
    const span = duration(Math.max((now.exact ? now.by : (now.after ?? now.by)) - before.by, 0));
    const shown = el("p", { class: `before ${before.state}` }, small(before.state), TELL.before(TELL.state(before), span));
    if (before.granted.length) shown.append(" (", wire(`${TELL.granted} ${listed(before.granted)}`), ")");
    return shown;
  }

  /** The choices of other visitors and hosts, as they stand. */
  others(now) {
    const last = new Map();
    for (const era of this.model.eras) last.set(`${era.visitor} ${era.policy} ${era.host}`, era);
    last.delete(`${now.visitor} ${now.policy} ${now.host}`);
    return [...last.values()]
      .slice(-6)
      .map((era) => el("li", {}, small(era.state), ...whose(era), el("span", { class: "soft" }, `: ${TELL.state(era)}`)));
  }
}

const names = (choice) => {
  const withdrawn = new Set(choice.withdrawn);
  const lists = [
    ["granted", choice.granted],
    ["withdrawn", choice.withdrawn],
    ["refused", choice.refused.filter((name) => !withdrawn.has(name))],
  ];
  const shown = el("p", { class: "names" });
  for (const [word, list] of lists) {
    for (const name of list.slice(0, 12)) {
      shown.append(
        el("span", { class: `chip ${word}`, title: name }, el("span", { class: "unseen" }, `${TELL[word]}: `), name === "*" ? TELL.everything : wire(name || TELL.noName)),
      );
    }
    if (list.length > 12) shown.append(el("span", { class: `chip ${word}` }, `+${list.length - 12}`));
  }
  return shown.childElementCount ? shown : el("p", { class: "soft" }, CHOICES[choice.state].says);
};

const whose = (choice) => [`${TELL.visitor(choice.visitor)} `, TELL.on, " ", wire(choice.host)];

const small = (state) => el("span", { class: `mini ${state}`, "aria-hidden": "true" }, CHOICES[state].sign);

/** The choice as a disc, as full as what is granted. */
const disc = (state) => {
  const drawn = svg("svg", { viewBox: "0 0 80 80", class: `disc ${state}`, "aria-hidden": "true" });
  drawn.append(svg("circle", { cx: 40, cy: 40, r: 33, class: "ring" }));
  if (state === "all") drawn.append(svg("circle", { cx: 40, cy: 40, r: 24, class: "fill" }));
  if (state === "partial") drawn.append(svg("path", { d: "M40 16a24 24 0 0 0 0 48Z", class: "fill" }));
  if (state === "none" || state === "withdrawn") drawn.append(svg("path", { d: "M24 24 56 56M56 24 24 56", class: "stroke" }));
  if (state === "unreadable") drawn.append(svg("path", { d: "M20 42c7-11 13-11 20-2s13 9 20-2", class: "stroke" }));
  if (state === "unproven") {
    const sign = svg("text", { x: 40, y: 53, class: "text" });
    sign.textContent = "?";
    drawn.append(sign);
  }
  return drawn;
};
