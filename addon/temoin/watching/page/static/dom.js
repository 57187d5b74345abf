// Elements made by hand: text is always set as text, so that nothing from the wire is ever markup.

/** Make an element: properties, `data-*`, `aria-*` and other attributes, listeners, then children. */
export const el = (tag, given = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

const SVG = "http://www.w3.org/2000/svg";

export const svg = (tag, given = {}, ...children) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(given)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

/** Text from the wire, kept apart from the writing around it: a right-to-left name turns nothing else around. */
export const wire = (text, kind = "") => el("bdi", { class: kind ? `wire ${kind}` : "wire" }, text);

/** Set an element's text, and leave the document alone where it says so already. */
export const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

/** Set or remove an attribute likewise. */
export const mark = (node, name, value) => {
  const text = value === null || value === undefined || value === false ? null : value === true ? "" : String(value);
  if (node.getAttribute(name) === text) return;
  if (text === null) node.removeAttribute(name);
  else node.setAttribute(name, text);
};

export const byId = (id) => document.getElementById(id);
