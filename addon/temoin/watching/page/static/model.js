// What the page knows: the board as the server told it, bounded as the server bounds it.

import { STATES } from "./strings.js";

const ORDER = Object.keys(STATES);

export const SETTLED_FOR = 1600;

export class Model {
  constructor() {
    this.clear();
  }

  clear() {
    this.run = null;
    this.isLoading = false;
    this.head = null;
    this.rows = new Map();
    this.newest = 0;
    this.cookies = new Map();
    this.findings = new Map();
    this.order = [];
    this.moreFindings = 0;
    this.eras = [];
    this.current = null;
    this.pages = [];
    this.blind = [];
    this.notes = [];
    this.pulse = { start: null, step: 1, states: [], steps: new Map() };
  }

  /**
   * Take in a part of an update.
   *
   * @returns {{whole: boolean, findings: Array, choice: object|null}} what is worth saying aloud
   */
  take(part) {
    const fresh = { whole: Boolean(part.whole), findings: [], choice: null };
    const now = performance.now();
    if (part.whole) {
      this.clear();
      this.isLoading = true;
    }
    const isNews = !this.isLoading;
    if (part.last) this.isLoading = false;
    this.run = part.run;
    if (part.head) {
      this.head = part.head;
      this.moreFindings = part.more_findings ?? 0;
      const before = this.currentChoice;
      if (part.eras) this.eras = part.eras;
      this.current = part.current ?? null;
      const after = this.currentChoice;
      if (!part.whole && after && (!before || !sameChoice(before, after))) fresh.choice = after;
    }
    if (part.pages) this.pages = part.pages;
    if (part.blind) this.blind = part.blind;
    if (part.notes) this.notes = part.notes;
    if (part.pulse) this.takePulse(part.pulse);
    this.takeRows(part.rows ?? [], part.whole);
    for (const cookie of part.cookies ?? []) {
      cookie.hay = hayOfCookie(cookie);
      cookie.worst = ORDER.findIndex((state) => cookie.states[state]);
      this.cookies.set(cookie.id, cookie);
    }
    for (const { id, finding } of part.findings ?? []) {
      const before = this.findings.get(id);
      if (!before && isNews && finding.level === "flagged") fresh.findings.push(finding);
      finding.arrived = before ? before.arrived : isNews ? now : 0;
      this.findings.set(id, finding);
    }
    if (part.order) {
      this.order = part.order;
      const standing = new Set(part.order);
      for (const id of this.findings.keys()) if (!standing.has(id)) this.findings.delete(id);
    }
    return fresh;
  }

  get currentChoice() {
    return this.current === null ? null : (this.eras[this.current] ?? null);
  }

  /** The eras of one visitor on one host, in order. */
  track(choice) {
    return this.eras.filter((era) => era.visitor === choice.visitor && era.host === choice.host && era.policy === choice.policy);
  }

  takeRows(rows, whole) {
    const now = performance.now();
    let inOrder = true;
    for (let index = rows.length - 1; index >= 0; index--) {
      const row = rows[index];
      const before = this.rows.get(row.id);
      row.state = row.verdict ?? "open";
      row.hay = hayOf(row);
      row.settled = before && before.state !== row.state && !whole ? now : (before?.settled ?? 0);
      if (!before && row.id < this.newest) inOrder = false;
      this.newest = Math.max(this.newest, row.id);
      this.rows.set(row.id, row);
    }
    if (!inOrder) this.rows = new Map([...this.rows].sort(([one], [other]) => one - other));
    const most = this.head?.kept ?? Infinity;
    for (const id of this.rows.keys()) {
      if (this.rows.size <= most) break;
      this.rows.delete(id);
    }
  }

  takePulse(pulse) {
    if (pulse.whole) this.pulse.steps = new Map();
    Object.assign(this.pulse, { start: pulse.start, step: pulse.step, states: pulse.states });
    for (const [index, ...counts] of pulse.steps) this.pulse.steps.set(index, counts);
  }
}

export const isFresh = (moment) => moment > 0 && performance.now() - moment < SETTLED_FOR;

const sameChoice = (one, other) =>
  one.visitor === other.visitor && one.host === other.host && one.by === other.by && one.state === other.state;

const hayOf = (row) =>
  [row.name, row.domain, row.category, row.service, row.url, ...(row.rules ?? [])].join("\n").toLowerCase();

const hayOfCookie = (cookie) => [cookie.name, cookie.domain, cookie.category, cookie.service].join("\n").toLowerCase();
