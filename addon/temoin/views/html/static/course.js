// The session over time: zoomed by widening the drawing, its bars drawn anew for the span that is shown.

const SVG = "http://www.w3.org/2000/svg";
const LANE = 26;
const TALLEST = 20;
const LEAST = 4;
const PER_BAR = 4;
const PER_TICK = 95;
const DRAGGED = 6;
const NAMED = 4;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];

const lang = document.documentElement.lang;
const numbers = new Intl.NumberFormat(lang);

const shape = (name, attributes, text) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

const percent = (share) => `${+(100 * share).toFixed(4)}%`;

const digitsOf = (step) => (step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3);

/** Seconds since the start, as the rest of the report writes them. */
const since = (passed, digits) => {
  const seconds = Math.max(passed, 0);
  if (Number(seconds.toFixed(digits)) < 60) {
    return `+${seconds.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`;
  }
  const whole = Math.round(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const [days, hours, minutes, rest] = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  if (days) return `+${days} ${lang === "fr" ? "j" : "d"} ${two(hours)} h ${two(minutes)} min`;
  if (hours) return `+${hours} h ${two(minutes)} min ${two(rest)} s`;
  return `+${minutes} min ${two(rest)} s`;
};

class Course {
  constructor(host) {
    this.plot = host.querySelector(".plot");
    this.drawing = host.querySelector(".drawing");
    this.stretch = host.querySelector(".stretch");
    this.bars = [...host.querySelectorAll(".bars")];
    this.axis = host.querySelector(".axis");
    this.sighted = host.querySelector("[data-sighted]");
    this.unsighted = this.sighted.textContent;
    this.words = [...host.querySelectorAll(".label.lane .word")].map((word) => word.textContent);
    this.data = JSON.parse(host.querySelector("[data-points]").textContent);
    this.height = Number(this.drawing.getAttribute("height"));
    this.begin = 0;
    this.end = this.data.span;
    this.shortest = Math.max(this.data.span / 5000, 0.005);
    this.selected = shape("rect", { class: "selected", y: 0, height: this.height - 18, visibility: "hidden" });
    this.hair = shape("line", { class: "hair", y1: 0, y2: this.height - 18, visibility: "hidden" });
    this.drawing.append(this.selected, this.hair);
    this.buttons(host);
    this.pointing();
    this.keys(host);
    new ResizeObserver(() => this.draw()).observe(this.plot);
    addEventListener("beforeprint", () => {
      this.show(0, this.data.span);
      this.draw(680);
    });
    addEventListener("afterprint", () => this.draw());
  }

  get length() {
    return this.end - this.begin;
  }

  buttons(host) {
    const zoom = host.querySelector("[data-zoom]");
    zoom.hidden = false;
    [this.nearer, this.farther, this.whole] = ["in", "out", "whole"].map((name) => zoom.querySelector(`[data-${name}]`));
    this.nearer.addEventListener("click", () => this.zoom(0.5));
    this.farther.addEventListener("click", () => this.zoom(2));
    this.whole.addEventListener("click", () => this.show(0, this.data.span));
  }

  keys(host) {
    this.plot.tabIndex = 0;
    this.plot.setAttribute("role", "group");
    this.plot.setAttribute("aria-label", this.drawing.getAttribute("aria-label"));
    const hint = host.parentElement.querySelector(".zoom-hint");
    hint.hidden = false;
    hint.id = `${host.parentElement.id}-hint`;
    this.plot.setAttribute("aria-describedby", hint.id);
    const does = {
      "+": () => this.zoom(0.5),
      "=": () => this.zoom(0.5),
      "-": () => this.zoom(2),
      0: () => this.show(0, this.data.span),
      Escape: () => this.show(0, this.data.span),
      Home: () => this.show(0, this.length),
      End: () => this.show(this.data.span - this.length, this.data.span),
      ArrowLeft: () => this.move(-0.2),
      ArrowRight: () => this.move(0.2),
    };
    this.plot.addEventListener("keydown", (event) => {
      if (!Object.hasOwn(does, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      does[event.key]();
      this.tell(this.begin, this.end);
    });
  }

  pointing() {
    let from = null;
    const at = (event) => Math.min(Math.max(event.clientX - this.plot.getBoundingClientRect().left, 0), this.plot.clientWidth);
    this.plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = at(event);
      this.plot.setPointerCapture(event.pointerId);
    });
    this.plot.addEventListener("pointermove", (event) => {
      const x = at(event);
      if (from === null) return this.point(x);
      this.selected.setAttribute("x", Math.min(from, x));
      this.selected.setAttribute("width", Math.abs(x - from));
      this.selected.setAttribute("visibility", "visible");
      return this.tell(this.moment(Math.min(from, x)), this.moment(Math.max(from, x)));
    });
    const leave = (event) => {
      const start = from;
      from = null;
      this.selected.setAttribute("visibility", "hidden");
      if (start === null || event.type === "pointercancel") return;
      const [low, high] = [Math.min(start, at(event)), Math.max(start, at(event))];
      if (high - low >= DRAGGED) this.show(this.moment(low), this.moment(high));
    };
    this.plot.addEventListener("pointerup", leave);
    this.plot.addEventListener("pointercancel", leave);
    this.plot.addEventListener("pointerleave", () => {
      this.hair.setAttribute("visibility", "hidden");
      this.sighted.textContent = this.unsighted;
    });
    this.plot.addEventListener("dblclick", (event) => this.zoom(0.5, this.moment(at(event))));
    this.plot.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 0.8 : 1.25, this.moment(at(event)));
      },
      { passive: false },
    );
  }

  moment(x) {
    return this.begin + (x / Math.max(this.plot.clientWidth, 1)) * this.length;
  }

  zoom(factor, around = (this.begin + this.end) / 2) {
    const length = this.length * factor;
    const share = (around - this.begin) / this.length;
    this.show(around - share * length, around + (1 - share) * length);
  }

  move(share) {
    this.show(this.begin + share * this.length, this.end + share * this.length);
  }

  show(begin, end) {
    const length = Math.min(Math.max(end - begin, this.shortest), this.data.span);
    this.begin = Math.min(Math.max(begin, 0), this.data.span - length);
    this.end = this.begin + length;
    this.draw();
  }

  draw(width = this.plot.clientWidth) {
    if (!width) return;
    const times = this.data.span / this.length;
    this.stretch.setAttribute("width", percent(times));
    this.stretch.setAttribute("x", percent((-this.begin / this.data.span) * times));
    this.drawBars(width);
    this.drawAxis(width);
    this.fitWords(width * times);
    this.farther.disabled = this.whole.disabled = times <= 1.0001;
    this.nearer.disabled = this.length <= this.shortest * 1.0001;
  }

  drawBars(width) {
    const { at, lane, count, span, tops } = this.data;
    const many = Math.max(Math.floor(width / PER_BAR), 1);
    const step = this.length / many;
    const sums = tops.map(() => new Map());
    for (const [place, moment] of at.entries()) {
      if (moment < this.begin || moment > this.end) continue;
      const index = Math.min(Math.floor((moment - this.begin) / step), many - 1);
      const sum = sums[lane[place]];
      sum.set(index, (sum.get(index) ?? 0) + (count[place] ?? 1));
    }
    const most = Math.max(1, ...sums.flatMap((sum) => [...sum.values()]));
    for (const [place, group] of this.bars.entries()) {
      const drawn = [];
      for (const [index, sum] of sums[place]) {
        const height = Math.max(Math.sqrt(sum / most) * TALLEST, LEAST);
        const x = percent((this.begin + index * step) / span);
        drawn.push(shape("rect", { x, y: tops[place] + LANE - 2 - height, width: percent((0.8 * step) / span), height }));
      }
      group.replaceChildren(...drawn);
    }
  }

  drawAxis(width) {
    const { span } = this.data;
    const room = Math.max(Math.floor(width / PER_TICK), 2);
    const step = STEPS.find((seconds) => this.length / seconds <= room) ?? this.length / room;
    const drawn = [];
    for (let tick = Math.ceil(this.begin / step - 1e-9); tick * step <= this.end; tick += 1) {
      const x = percent((tick * step) / span);
      drawn.push(shape("line", { x1: x, x2: x, y1: 0, y2: this.height - 18 }));
      if ((this.end - tick * step) / this.length < 60 / width) continue;
      drawn.push(shape("text", { x, dx: tick === 0 ? 0 : 3, y: this.height - 4 }, since(tick * step, digitsOf(step))));
    }
    this.axis.replaceChildren(...drawn);
  }

  /** Show the words that have room: the names of choices in their bands, the numbers of pages side by side. */
  fitWords(width) {
    const [left, right] = [this.begin, this.end].map((moment) => (moment / this.data.span) * width);
    for (const band of this.stretch.querySelectorAll(".band")) {
      const text = band.querySelector("text");
      if (!text) continue;
      const [from, wide] = ["x", "width"].map((name) => (parseFloat(band.getAttribute(name)) / 100) * width);
      const hidden = Math.max(left - from, 0);
      text.setAttribute("x", hidden + 6);
      band.classList.toggle("narrow", Math.min(from + wide, right) - from - hidden < text.textContent.length * 7 + 8);
    }
    let free = -Infinity;
    for (const opening of this.stretch.querySelectorAll("g.opened")) {
      const text = opening.querySelector("text");
      const x = (parseFloat(text.getAttribute("x")) / 100) * width;
      const long = text.textContent.length * 7 + 7;
      const late = x > right - long && x <= right + 1;
      const narrow = (late ? x - long : x) < free;
      opening.classList.toggle("late", late);
      opening.classList.toggle("narrow", narrow);
      text.setAttribute("dx", late ? -4 : 4);
      if (!narrow) free = late ? x : x + long;
    }
  }

  point(x) {
    this.hair.setAttribute("x1", x);
    this.hair.setAttribute("x2", x);
    this.hair.setAttribute("visibility", "visible");
    this.tell(this.moment(x - PER_BAR), this.moment(x + PER_BAR));
  }

  /** Say what crossed in a span. */
  tell(from, to) {
    const { at, lane, count, cookie, n, names } = this.data;
    const sums = this.words.map(() => 0);
    const named = [];
    for (const [place, moment] of at.entries()) {
      if (moment < from || moment > to) continue;
      sums[lane[place]] += count[place] ?? 1;
      if (cookie.length) named.push(`#${n[place]} ${names[cookie[place]][0]} (${names[cookie[place]][1]})`);
    }
    const digits = digitsOf((to - from) / 10);
    const counts = this.words.flatMap((word, place) => (sums[place] ? [`${numbers.format(sums[place])} ${word}`] : []));
    const who = named.length && named.length <= NAMED ? ` – ${named.join(", ")}` : "";
    this.sighted.textContent = `${since(Math.max(from, 0), digits)} … ${since(Math.max(to, 0), digits)}${counts.length ? `: ${counts.join(", ")}` : ""}${who}`;
  }
}
