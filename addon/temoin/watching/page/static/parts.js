// Small pieces that several parts of the page show.

import { el, wire } from "./dom.js";
import { COLUMNS, PARTIES, SAY, STATES, TELL } from "./strings.js";

/** A state's sign and word. */
export const stateBadge = (state) =>
  el(
    "span",
    { class: `badge ${state}`, title: STATES[state].says },
    el("span", { class: "sign", "aria-hidden": "true" }, STATES[state].sign),
    STATES[state].word,
  );

/** A state's sign and how many. */
export const stateCount = (state, count) =>
  el(
    "span",
    { class: `badge ${state}`, title: `${STATES[state].word}: ${STATES[state].says}` },
    el("span", { class: "sign", "aria-hidden": "true" }, STATES[state].sign),
    el("span", { class: "unseen" }, `${STATES[state].word} `),
    String(count),
  );

export const nameOf = (name) => (name ? wire(name, "name") : el("span", { class: "soft" }, TELL.noName));

/** What a cookie is declared as: its category and service; where no policy covers the page, nobody asks. */
export const declaredAs = (cookie, outside = cookie.verdict === "outside") => {
  if (outside) return el("span", { class: "soft" }, "–");
  if (cookie.consent) return el("span", { class: "soft" }, SAY.consent);
  if (!cookie.category) return el("span", { class: "none" }, SAY.undeclared);
  const said = el("span", {}, wire(cookie.category));
  if (cookie.service) said.append(" · ", wire(cookie.service));
  return said;
};

export const partyBadge = (party) => el("span", { class: `party ${party}` }, PARTIES[party]);

/** A list of facts: [word, what] pairs; what is not there is left out. */
export const facts = (pairs) => {
  const list = el("dl", { class: "facts" });
  for (const [word, what] of pairs) {
    if (what === null || what === undefined || what === "") continue;
    list.append(el("div", {}, el("dt", {}, word), el("dd", {}, what)));
  }
  return list;
};

/** A chain of reasons. */
export const chain = (reasons) => el("ol", { class: "chain" }, ...reasons.map((reason) => el("li", {}, wire(reason))));

export { COLUMNS };
