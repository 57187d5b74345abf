// What is shown of all there is: a text and verdicts. The counters are its buttons, and count what the text leaves.

import { el, mark, say } from "./dom.js";
import { STATES, number } from "./strings.js";

const ORDER = Object.keys(STATES);

export class Filter {
  constructor({ text, clear, counters, model, changed }) {
    Object.assign(this, { text, clearButton: clear, model });
    this.states = new Set();
    this.word = "";
    this.buttons = new Map();
    for (const state of ORDER) {
      const count = el("strong", {}, "0");
      const button = el(
        "button",
        {
          type: "button",
          class: `counter ${state}`,
          "aria-pressed": "false",
          title: STATES[state].says,
          on: {
            click: () => {
              if (!this.states.delete(state)) this.states.add(state);
              changed();
            },
          },
        },
        el("span", { class: "sign", "aria-hidden": "true" }, STATES[state].sign),
        count,
        el("span", { class: "word" }, STATES[state].word),
      );
      this.buttons.set(state, { button, count });
      counters.append(button);
    }
    text.addEventListener("input", () => {
      this.word = text.value.trim().toLowerCase();
      changed();
    });
    clear.addEventListener("click", () => {
      text.value = this.word = "";
      this.states.clear();
      text.focus();
      changed();
    });
  }

  get isOn() {
    return this.word !== "" || this.states.size > 0;
  }

  takesText(hay) {
    return this.word === "" || hay.includes(this.word);
  }

  takes(hay, state) {
    return (this.states.size === 0 || this.states.has(state)) && this.takesText(hay);
  }

  render() {
    const counts = this.word ? this.countsOfText() : { ...this.model.head?.counts, open: this.model.head?.open };
    for (const [state, { button, count }] of this.buttons) {
      const value = counts[state] ?? 0;
      say(count, number(value));
      button.classList.toggle("zero", value === 0);
      mark(button, "aria-pressed", String(this.states.has(state)));
    }
    mark(this.clearButton, "hidden", !this.isOn);
  }

  countsOfText() {
    const counts = {};
    for (const cookie of this.model.cookies.values()) {
      if (!this.takesText(cookie.hay)) continue;
      for (const [state, count] of Object.entries(cookie.states)) counts[state] = (counts[state] ?? 0) + count;
    }
    return counts;
  }
}
