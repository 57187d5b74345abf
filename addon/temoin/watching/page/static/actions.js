// What can be done: pause, start again, take the report or the recording away.

import { byId, el, mark, say } from "./dom.js";
import { toast } from "./announcer.js";
import { SAY } from "./strings.js";

export class Actions {
  constructor({ link, paused, resumed }) {
    Object.assign(this, { link, forms: [], recorded: null });
    this.isPaused = false;
    this.pauseButton = byId("pause");
    this.menu = byId("download");
    this.pauseButton.addEventListener("click", () => {
      this.isPaused = !this.isPaused;
      this.showPause();
      if (this.isPaused) {
        this.link.pause();
        paused();
      } else {
        this.link.resume();
        resumed();
      }
    });
    this.showPause();
    const ask = byId("ask");
    byId("restart").addEventListener("click", () => ask.showModal());
    byId("ask-no").addEventListener("click", () => ask.close());
    byId("ask-yes").addEventListener("click", () => {
      ask.close();
      this.attempt(async () => toast(byId("toast"), (await this.link.restart()) ? SAY.restarted : SAY["restart-failed"]), "restart-failed");
    });
    document.addEventListener("click", (event) => {
      if (!this.menu.contains(event.target)) this.menu.open = false;
    });
    this.menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.menu.contains(event.relatedTarget)) this.menu.open = false;
    });
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.menu.open) return;
      this.menu.open = false;
      this.menu.querySelector("summary").focus();
    });
  }

  showPause() {
    mark(this.pauseButton, "aria-pressed", String(this.isPaused));
    say(byId("pause-says"), this.isPaused ? SAY.resume : SAY.pause);
  }

  /** Offer what can be had. */
  offer(forms, recorded) {
    if (forms === this.forms && recorded === this.recorded) return;
    this.forms = forms;
    this.recorded = recorded;
    const entry = (label, says, act) =>
      el(
        "li",
        {},
        el(
          "button",
          {
            type: "button",
            on: {
              click: () => {
                this.menu.open = false;
                act();
              },
            },
          },
          el("strong", {}, label),
          el("span", { class: "soft" }, says),
        ),
      );
    byId("forms").replaceChildren(
      ...forms.map((form) => entry(`${SAY["report-as"]} (${form.name})`, form.summary, () => this.takeReport(form.name))),
      ...(recorded ? [entry(SAY.recording, SAY["recording-says"], () => this.takeRecording())] : []),
    );
  }

  takeReport(form) {
    return this.attempt(async () => {
      toast(byId("toast"), SAY.preparing, 600);
      const report = await this.link.report(form);
      if (!report) return toast(byId("toast"), SAY["report-failed"]);
      const address = URL.createObjectURL(report.blob);
      save(address, report.name);
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      return toast(byId("toast"), report.name);
    }, "report-failed");
  }

  takeRecording() {
    return this.attempt(async () => {
      const path = await this.link.recording();
      if (path) save(path, "");
      else toast(byId("toast"), SAY["recording-failed"]);
    }, "recording-failed");
  }

  async attempt(act, failed) {
    try {
      await act();
    } catch {
      toast(byId("toast"), SAY[failed]);
    }
  }
}

const save = (address, name) => {
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
};
