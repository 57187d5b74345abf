// Over time: the choice is a band; what is held against the site rises above it, the rest hangs below, pages under it.

import { el, mark, say, svg } from "./dom.js";
import { FLAGGED_STATES, SAY, STATES, TELL, counted, number } from "./strings.js";
import { clock, duration, since } from "./times.js";

const SPANS = [
  { key: "whole", seconds: Infinity },
  { key: "minutes", seconds: 300 },
  { key: "minute", seconds: 60 },
];
const STACK = Object.keys(STATES);
const UP = STACK.filter((state) => FLAGGED_STATES.includes(state));
const DOWN = ["unproven", "open", "permitted", "exempt", "outside"];

const HEIGHT = 168;
const ABOVE = 58;
const BAND = 20;
const BELOW = 46;
const PAD = 6;
const BAR = 5;
const LEAST = 3;
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];

export class Timeline {
  constructor({ host, sighted, spans, model }) {
    Object.assign(this, { host, sighted, model, span: SPANS[0], cursor: null });
    this.buttons = SPANS.map((span) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": String(span === this.span),
          on: {
            click: () => {
              this.span = span;
              for (const [index, button] of this.buttons.entries()) mark(button, "aria-pressed", String(SPANS[index] === span));
              this.render();
            },
          },
        },
        SAY[span.key],
      ),
    );
    spans.append(...this.buttons);
    this.drawing = svg("svg", { class: "drawing", role: "img", height: HEIGHT });
    this.drawing.append(this.patterns());
    this.layers = Object.fromEntries(
      ["grid", "bars", "band", "pages", "axis"].map((name) => [name, svg("g", { class: name })]),
    );
    this.drawing.append(...Object.values(this.layers));
    this.paths = new Map(STACK.map((state) => [state, svg("path", { class: `bar-of ${state}` })]));
    this.layers.bars.append(...this.paths.values());
    this.hair = svg("line", { class: "hair", y1: 0, y2: HEIGHT - 18, visibility: "hidden" });
    this.drawing.append(this.hair);
    host.append(this.drawing);
    host.addEventListener("pointermove", (event) => this.point(event.clientX - host.getBoundingClientRect().left));
    host.addEventListener("pointerleave", () => this.point(null));
    new ResizeObserver(() => this.render()).observe(host);
  }

  render() {
    const width = this.host.clientWidth;
    if (!width) return;
    this.drawing.setAttribute("width", width);
    this.drawing.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const { head } = this.model;
    const started = head?.started;
    if (started === null || started === undefined) {
      for (const layer of ["grid", "band", "pages", "axis"]) this.layers[layer].replaceChildren();
      for (const path of this.paths.values()) path.setAttribute("d", "");
      this.layers.band.append(rect(PAD, ABOVE, width - 2 * PAD, BAND, "era nothing"));
      this.scale = null;
      mark(this.drawing, "aria-label", SAY["no-crossing"]);
      say(this.sighted, "");
      return;
    }
    const last = [head.now, this.model.eras.at(-1)?.by, this.model.pages.at(-1)?.opened].filter(Number.isFinite);
    const end = Math.max(started + 1, ...last);
    const begin = Math.max(started, end - this.span.seconds);
    const perSecond = (width - 2 * PAD) / (end - begin);
    this.scale = { begin, end, started, x: (at) => PAD + (at - begin) * perSecond, at: (x) => begin + (x - PAD) / perSecond };
    this.drawBars(width);
    this.drawBand(width);
    this.drawPages();
    this.drawAxis(width);
    this.describe();
    this.point(this.cursor);
  }

  /** Counts for each bar of the drawing, out of the rows where these reach back far enough, else out of the pulse. */
  bars(width) {
    const { begin, end } = this.scale;
    const { rows, pulse } = this.model;
    const oldest = rows.values().next().value;
    const byRow = rows.size === this.model.head.crossed || (oldest && oldest.at < begin);
    const room = Math.max(Math.floor((width - 2 * PAD) / BAR), 1);
    const many = byRow ? room : Math.max(Math.min(room, Math.floor((end - begin) / pulse.step)), 1);
    const step = (end - begin) / many;
    const bars = Array.from({ length: many }, () => null);
    const add = (at, state, count) => {
      const index = Math.min(Math.floor((at - begin) / step), many - 1);
      if (index < 0 || !count) return;
      bars[index] ??= {};
      bars[index][state] = (bars[index][state] ?? 0) + count;
    };
    if (byRow) {
      for (const row of rows.values()) if (row.at >= begin) add(Math.min(row.at, end), row.state, 1);
    } else {
      for (const [index, counts] of pulse.steps) {
        const at = pulse.start + (index + 0.5) * pulse.step;
        if (at < begin) continue;
        for (const [place, count] of counts.entries()) add(Math.min(at, end), pulse.states[place], count);
      }
    }
    return bars;
  }

  drawBars(width) {
    const bars = this.bars(width);
    const most = { up: 1, down: 1 };
    for (const bar of bars) {
      if (!bar) continue;
      most.up = Math.max(most.up, sum(bar, UP));
      most.down = Math.max(most.down, sum(bar, DOWN));
    }
    const drawn = new Map(STACK.map((state) => [state, []]));
    const pitch = (width - 2 * PAD) / bars.length;
    for (const [index, bar] of bars.entries()) {
      if (!bar) continue;
      const x = (PAD + index * pitch).toFixed(1);
      const thick = Math.max(pitch - Math.min(Math.max(pitch / 5, 1), 4), 1).toFixed(1);
      this.stack(drawn, bar, UP, most.up, x, thick, ABOVE - 3, -1, ABOVE - 8);
      this.stack(drawn, bar, DOWN, most.down, x, thick, ABOVE + BAND + 3, 1, BELOW);
    }
    for (const [state, path] of this.paths) path.setAttribute("d", drawn.get(state).join(""));
    this.shownBars = bars;
  }

  stack(drawn, bar, states, most, x, thick, base, sign, room) {
    let reached = 0;
    const all = sum(bar, states);
    if (!all) return;
    // The square root, so that one crossing is seen beside hundreds.
    const height = Math.max(Math.sqrt(all / most) * room, LEAST);
    for (const state of states) {
      const count = bar[state];
      if (!count) continue;
      const part = Math.max((count / all) * height, 1.5);
      const top = sign < 0 ? base - reached - part : base + reached;
      drawn.get(state).push(`M${x} ${top.toFixed(1)}h${thick}v${part.toFixed(1)}h-${thick}Z`);
      reached += part;
    }
  }

  drawBand(width) {
    const band = [];
    const tracks = this.tracks();
    const room = tracks.length > 1 ? Math.max(Math.floor(BAND / tracks.length), 5) : BAND;
    for (const [place, track] of tracks.entries()) band.push(...this.drawTrack(track, ABOVE + place * room, room - (tracks.length > 1 ? 1 : 0)));
    if (!tracks.length) band.push(rect(PAD, ABOVE, width - 2 * PAD, BAND, "era nothing"));
    this.layers.band.replaceChildren(...band);
  }

  /** Each visitor's and host's eras, the current one's first; at most four. */
  tracks() {
    const tracks = new Map();
    for (const era of this.model.eras) {
      const key = `${era.visitor} ${era.policy} ${era.host}`;
      if (!tracks.has(key)) tracks.set(key, []);
      tracks.get(key).push(era);
    }
    const now = this.model.currentChoice;
    const all = [...tracks.values()];
    all.sort((one, other) => Number(other.includes(now)) - Number(one.includes(now)));
    return all.slice(0, 4);
  }

  drawTrack(track, y, height) {
    const { begin, end, started, x } = this.scale;
    const drawn = [];
    const draw = (from, to, kind, word, says) => {
      const low = Math.max(from, begin);
      const high = Math.min(to, end);
      if (high < low || to < begin) return;
      const left = x(low);
      const wide = Math.max(x(high) - left, 1);
      const shape = rect(left, y, wide, height, `era ${kind}`);
      const title = svg("title");
      title.textContent = says;
      shape.append(title);
      drawn.push(shape);
      if (word && height >= 14 && wide > word.length * 7 + 12) {
        const text = svg("text", { x: left + 6, y: y + height / 2 + 4, class: `era-word ${kind}` });
        text.textContent = word;
        drawn.push(text);
      }
    };
    let reached = started;
    for (const [place, era] of track.entries()) {
      const begins = place === 0 && era.after === null ? Math.min(started, era.by) : Math.max(era.by, reached);
      const opens = era.exact || era.after === null ? begins : Math.min(Math.max(Math.min(era.after, era.by), reached), begins);
      if (opens < begins) draw(opens, begins, "unsure", "", `${TELL.within(since(started, opens), since(started, begins))}`);
      const next = track[place + 1];
      const ends = next ? (next.exact || next.after === null ? next.by : Math.min(next.after, next.by)) : end;
      reached = Math.max(ends, begins);
      const kind = era.withdrawn.length && era.state === "none" ? "withdrawn" : era.state;
      draw(begins, reached, kind, TELL.state(era), `${TELL.whose(era)}: ${TELL.state(era)}, ${since(started, begins)}`);
    }
    return drawn;
  }

  drawPages() {
    const { begin, end, x } = this.scale;
    const drawn = [];
    let free = -Infinity;
    for (const page of this.model.pages) {
      if (page.opened < begin || page.opened > end) continue;
      const at = x(page.opened);
      const tick = svg("path", { class: `page-tick${page.policy ? "" : " outside"}`, d: `M${at.toFixed(1)} ${ABOVE + BAND + BELOW + 6}v8` });
      const title = svg("title");
      title.textContent = `${TELL.page(page.id)}: ${page.url}`;
      tick.append(title);
      drawn.push(tick);
      const word = String(page.id);
      if (at > free) {
        const text = svg("text", { class: "page-word", x: at + 3, y: ABOVE + BAND + BELOW + 14 });
        text.textContent = word;
        drawn.push(text);
        free = at + word.length * 7 + 8;
      }
    }
    this.layers.pages.replaceChildren(...drawn);
  }

  drawAxis(width) {
    const { begin, end, started, x } = this.scale;
    const room = Math.max(Math.floor(width / 110), 2);
    const step = TICKS.find((seconds) => (end - begin) / seconds <= room) ?? (end - begin) / room;
    const drawn = [];
    const lines = [];
    for (let passed = Math.ceil((begin - started) / step) * step; started + passed <= end; passed += step) {
      const at = x(started + passed);
      lines.push(svg("path", { d: `M${at.toFixed(1)} 0V${HEIGHT - 18}` }));
      if (at > width - 40) continue;
      const text = svg("text", { x: at + (at < 12 ? 0 : 3), y: HEIGHT - 4 });
      text.textContent = passed === 0 ? clock(started) : since(started, started + passed, 0);
      drawn.push(text);
    }
    this.layers.axis.replaceChildren(...drawn);
    this.layers.grid.replaceChildren(...lines);
  }

  describe() {
    const { started, end } = this.scale;
    const now = this.model.currentChoice;
    const eras = now
      ? this.model
          .track(now)
          .slice(-6)
          .map((era) => `${TELL.state(era)} ${era.after === null ? TELL.fromStart : since(started, era.by)}`)
          .join(", ")
      : SAY["no-choice"];
    mark(this.drawing, "aria-label", TELL.timeline(this.model.head.crossed, duration(end - started), eras));
    if (this.cursor === null) {
      say(this.sighted, `${duration(Math.max(end - started, 0), 0)} · ${counted(this.model.head.crossed, "crossing")}`);
    }
  }

  /** Say what crossed under the pointer. */
  point(x) {
    this.cursor = x;
    if (x === null || !this.scale || !this.shownBars) {
      this.hair.setAttribute("visibility", "hidden");
      if (this.scale) this.describe();
      return;
    }
    const { begin, end, started } = this.scale;
    const step = (end - begin) / this.shownBars.length;
    const index = Math.min(Math.max(Math.floor((this.scale.at(x) - begin) / step), 0), this.shownBars.length - 1);
    const from = begin + index * step;
    const bar = this.shownBars[index];
    const digits = step < 1 ? 1 : 0;
    const counts = bar
      ? STACK.filter((state) => bar[state])
          .map((state) => `${number(bar[state])} ${STATES[state].word}`)
          .join(", ")
      : TELL.nothing;
    const [low, high] = [since(started, from, digits), since(started, from + step, digits)];
    say(this.sighted, TELL.sighting(low === high ? low : `${low} – ${high}`, counts));
    const at = this.scale.x(from + step / 2).toFixed(1);
    this.hair.setAttribute("x1", at);
    this.hair.setAttribute("x2", at);
    this.hair.setAttribute("visibility", "visible");
  }

  patterns() {
    const hatch = (id, step) =>
      svg(
        "pattern",
        { id, width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("rect", { width: step, height: step, class: `${id}-ground` }),
        svg("rect", { width: step / 2, height: step, class: `${id}-line` }),
      );
    return svg("defs", {}, hatch("unsure-hatch", 6), hatch("unread-hatch", 8));
  }
}

const sum = (bar, states) => states.reduce((all, state) => all + (bar[state] ?? 0), 0);

const rect = (x, y, width, height, kind) =>
  svg("rect", { x: x.toFixed(1), y, width: width.toFixed(1), height, rx: Math.min(3, width / 2).toFixed(1), class: kind });

export const choiceWord = (state) => CHOICES[state].word;
