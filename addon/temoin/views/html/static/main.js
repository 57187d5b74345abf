// What the parts of a session do together. Everything can be read without any of it.

/** Let a picture show one page or one party alone, and lead to its cookies. */
const enliven = (picture, cookies) => {
  picture.classList.add("live");
  const threads = [...picture.querySelectorAll(".thread")];
  const parts = { disc: [...picture.querySelectorAll(".disc")], node: [...picture.querySelectorAll(".node")] };
  const alone = (kind, place) => {
    const other = kind === "disc" ? "node" : "disc";
    const mine = threads.filter((thread) => thread.dataset[kind] === place);
    const near = new Set(mine.map((thread) => thread.dataset[other]));
    for (const thread of threads) thread.toggleAttribute("data-dim", !mine.includes(thread));
    for (const part of parts[kind]) part.toggleAttribute("data-dim", part.dataset[kind] !== place);
    for (const part of parts[other]) part.toggleAttribute("data-dim", !near.has(part.dataset[other]));
  };
  const all = () => {
    for (const part of picture.querySelectorAll("[data-dim]")) part.removeAttribute("data-dim");
  };
  for (const kind of ["disc", "node"]) {
    for (const part of parts[kind]) {
      part.addEventListener("pointerenter", () => alone(kind, part.dataset[kind]));
      part.addEventListener("pointerleave", all);
    }
  }
  for (const node of parts.node) {
    node.addEventListener("click", () => {
      if (!cookies) return;
      cookies.of(node.dataset.site);
      cookies.host.closest("section").scrollIntoView();
    });
  }
};

for (const session of document.querySelectorAll(".session")) {
  for (const host of session.querySelectorAll("[data-course]")) new Course(host);
  const listing = session.querySelector("[data-cookies]");
  const cookies = listing ? new Cookies(listing) : null;
  for (const picture of session.querySelectorAll(".picture")) enliven(picture, cookies);
  for (const link of session.querySelectorAll("[data-show]")) link.addEventListener("click", () => cookies?.only(link.dataset.show));
}

const print = document.getElementById("print");
print.hidden = false;
print.addEventListener("click", () => window.print());
