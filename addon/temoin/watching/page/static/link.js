// The link to the server: what is shown arrives as server-sent events, read by fetch so that the token goes in a
// header and never in an address.

const HEADER = "Temoin-Token";
const KEPT = "temoin-token";
const WAITS = [300, 600, 1200, 2500, 5000];
const SILENT_AT_MOST = 25000;

const TOKEN = /^#([\w-]{20,100})$/;

/** The token that stands in the address, if any. */
export const tokenInAddress = () => TOKEN.exec(location.hash)?.[1] ?? "";

/** The token of the run: from the address, then from this tab's memory. The address shows it no longer than needed. */
export const takeToken = () => {
  const given = tokenInAddress();
  try {
    if (given) {
      sessionStorage.setItem(KEPT, given);
      history.replaceState(null, "", location.pathname);
    }
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return given; // a browser that lets the page remember nothing: the address keeps it
  }
};

export const forgetToken = () => {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // there was no memory to forget it from
  }
};

export class Link {
  /**
   * @param {string} token
   * @param {{part: Function, behind: Function, hello: Function, state: Function}} heard what is called with each
   *   part; while paused with the figures alone; with the hello; with the state of the link and what is said of it
   */
  constructor(token, heard) {
    this.token = token;
    this.heard = heard;
    this.mark = "";
    this.tries = 0;
    this.over = false;
    this.isPaused = false;
    this.stop = null;
  }

  /** Hear on, but keep to what is known: what comes now is asked for again on resuming. */
  pause() {
    this.isPaused = true;
  }

  resume() {
    this.isPaused = false;
    this.resuming = true;
    this.stop?.abort();
  }

  async follow() {
    this.heard.state("connecting");
    while (!this.over) {
      const began = performance.now();
      let state = "lost";
      try {
        await this.read();
      } catch (error) {
        if (error instanceof Over) break;
        if (error instanceof Full) state = "full";
      }
      if (this.over) break;
      if (this.resuming) {
        this.resuming = false;
        continue;
      }
      if (performance.now() - began > 10000) this.tries = 0;
      this.heard.state(state);
      await new Promise((resume) => setTimeout(resume, WAITS[Math.min(this.tries++, WAITS.length - 1)]));
    }
  }

  async read() {
    const stop = (this.stop = new AbortController());
    const silent = { timer: 0 };
    const heard = () => {
      clearTimeout(silent.timer);
      silent.timer = setTimeout(() => stop.abort(), SILENT_AT_MOST);
    };
    heard();
    try {
      const headers = { [HEADER]: this.token, Accept: "text/event-stream" };
      if (this.mark) headers["Last-Event-ID"] = this.mark;
      const answer = await fetch("/events", { headers, cache: "no-store", signal: stop.signal });
      if (answer.status === 403) {
        this.over = true;
        this.heard.state("stale");
        throw new Over();
      }
      if (answer.status === 503) throw new Full();
      if (!answer.ok) throw new Error(String(answer.status));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        heard();
        text += value;
        let end = text.indexOf("\n\n");
        let from = 0;
        while (end >= 0) {
          this.take(text.slice(from, end));
          from = end + 2;
          end = text.indexOf("\n\n", from);
        }
        text = text.slice(from);
      }
    } finally {
      clearTimeout(silent.timer);
      stop.abort();
    }
  }

  take(event) {
    let name = "";
    let id = "";
    let data = "";
    for (const line of event.split("\n")) {
      if (line.startsWith("event: ")) name = line.slice(7);
      else if (line.startsWith("id: ")) id = line.slice(4);
      else if (line.startsWith("data: ")) data = line.slice(6);
    }
    if (!data) return;
    const message = JSON.parse(data);
    if (name === "hello") {
      this.heard.state("live");
      this.heard.hello(message);
    } else if (name === "fault") this.heard.state(message.fault ? "fault" : "live", message.fault);
    else if (name === "ended") {
      this.over = true;
      this.heard.state("ended");
      throw new Over();
    } else if (this.isPaused) {
      if (message.head) this.heard.behind(message.head);
    } else {
      if (message.whole) this.mark = "";
      if (id) this.mark = id;
      this.tries = 0;
      this.heard.part(message);
    }
  }

  async restart() {
    return (await fetch("/restart", { method: "POST", headers: { [HEADER]: this.token } })).ok;
  }

  /** The report in a form, as a file: its name and an address for it; null where it could not be made. */
  async report(form) {
    const answer = await fetch(`/report?form=${encodeURIComponent(form)}`, {
      headers: { [HEADER]: this.token },
      cache: "no-store",
    });
    if (!answer.ok) return null;
    const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
    return { name: named ? decodeURIComponent(named[1]) : "temoin", blob: await answer.blob() };
  }

  /** An address that gives the recording once; null where there is none. */
  async recording() {
    const answer = await fetch("/recording", { method: "POST", headers: { [HEADER]: this.token } });
    return answer.ok ? (await answer.json()).path : null;
  }
}

class Over extends Error {}

class Full extends Error {}
