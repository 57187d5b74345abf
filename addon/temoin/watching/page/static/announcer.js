// What a screen reader is told unasked: new findings and changes of the choice, together and not too often.

import { TELL, listed } from "./strings.js";

const EVERY = 2500;
const NAMED = 3;

export class Announcer {
  constructor(host) {
    this.host = host;
    this.findings = [];
    this.choice = null;
    this.timer = 0;
  }

  hear({ whole, findings, choice }) {
    if (whole || (!findings.length && !choice)) return;
    this.findings.push(...findings);
    if (choice) this.choice = choice;
    this.timer ||= setTimeout(() => this.tell(), EVERY);
  }

  tell() {
    this.timer = 0;
    const told = [];
    if (this.choice) {
      const { granted, refused } = this.choice;
      const names = [
        granted.length ? `${listed(granted)} ${TELL.granted}` : "",
        refused.length ? `${listed(refused)} ${TELL.refused}` : "",
      ];
      told.push(TELL.newChoice(this.choice, TELL.state(this.choice), names.filter(Boolean).join("; ")));
    }
    if (this.findings.length > NAMED) told.push(TELL.newFindings(this.findings.length));
    else told.push(...this.findings.map((finding) => TELL.newFinding(finding)));
    this.findings = [];
    this.choice = null;
    this.host.textContent = `${told.join(". ")}.`;
  }
}

export const toast = (node, text, seconds = 4) => {
  node.textContent = text;
  node.hidden = false;
  clearTimeout(node.timer);
  node.timer = setTimeout(() => (node.hidden = true), seconds * 1000);
};

