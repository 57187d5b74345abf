// The live page: hears from the server, keeps what it heard, and shows it once a frame at most.

import { Actions } from "./actions.js";
import { Announcer } from "./announcer.js";
import { Aside } from "./aside.js";
import { Choice } from "./choice.js";
import { Cookies } from "./cookies.js";
import { Crossings } from "./crossings.js";
import { Detail } from "./detail.js";
import { byId, mark, say, wire } from "./dom.js";
import { Filter } from "./filter.js";
import { Findings } from "./findings.js";
import { Link, forgetToken, takeToken, tokenInAddress } from "./link.js";
import { Model } from "./model.js";
import { LINK, SAY, TELL } from "./strings.js";
import { Timeline } from "./timeline.js";
import { clock } from "./times.js";

const close = (text) => {
  say(byId("closed-says"), text);
  byId("closed").hidden = false;
  byId("app").hidden = true;
};

const open = (token) => {
  byId("closed").hidden = true;
  byId("app").hidden = false;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = SAY[node.dataset.say];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", SAY[node.dataset.label]);
  for (const node of document.querySelectorAll("[data-hint]")) node.setAttribute("placeholder", SAY[node.dataset.hint]);

  const model = new Model();
  const announcer = new Announcer(byId("announcer"));
  let forms = [];
  let linkState = "connecting";
  let behind = 0;
  let wasOpen = false;
  let frame = 0;

  const filter = new Filter({
    text: byId("filter-text"),
    clear: byId("filter-clear"),
    counters: byId("counters"),
    model,
    changed: () => {
      crossings.grid.release();
      render();
    },
  });
  const detail = new Detail({
    dialog: byId("detail"),
    title: byId("detail-title"),
    body: byId("detail-body"),
    close: byId("detail-close"),
    model,
  });
  const crossings = new Crossings({
    host: byId("crossings"),
    count: byId("crossings-count"),
    model,
    filter,
    open: (row) => detail.openRow(row),
  });
  const views = [
    filter,
    new Choice({ host: byId("choice"), model }),
    new Timeline({ host: byId("timeline"), sighted: byId("sighted"), spans: byId("spans"), model }),
    crossings,
    new Findings({ host: byId("findings-list"), count: byId("findings-count"), model, filter }),
    new Cookies({
      host: byId("cookies"),
      count: byId("cookies-count"),
      untold: byId("untold"),
      model,
      filter,
      open: (cookie) => detail.openCookie(cookie),
    }),
    new Aside({
      model,
      pages: byId("pages"),
      pagesCount: byId("pages-count"),
      blind: byId("blind"),
      blindCount: byId("blind-count"),
      notes: byId("notes"),
      notesPart: byId("notes-part"),
    }),
    detail,
  ];

  // What cannot be seen is drawn once it can be.
  const seen = new Map(views.map((view) => [view, !view.host]));
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      for (const view of views) if (view.host?.closest("section") === target) seen.set(view, isIntersecting);
    }
    renderSoon();
  });
  for (const view of views) if (view.host) watcher.observe(view.host.closest("section"));

  const render = () => {
    frame = 0;
    showLink();
    for (const view of views) if (seen.get(view)) view.render();
    const { head } = model;
    const flagged = new Set();
    for (const { level, name, domain } of model.findings.values()) if (level === "flagged") flagged.add(`${name} ${domain}`);
    const title = TELL.title(flagged.size);
    if (document.title !== title) document.title = title;
    if (head) {
      const watched = [TELL.watched(head, model.pages.length ? model.pages.at(-1).id : 0)];
      if (head.policies.length) watched.push(TELL.judgedBy(head.policies));
      const told = watched.join(" · ");
      if (byId("watched").textContent !== told) byId("watched").replaceChildren(wire(told));
      mark(byId("watched"), "title", head.started === null ? null : clock(head.started));
      actions.offer(forms, head.recorded);
    }
  };
  const renderSoon = () => (frame ||= requestAnimationFrame(render));

  const showLink = () => {
    const live = linkState === "live";
    const paused = actions.isPaused && live;
    mark(byId("link"), "data-state", paused ? "paused" : linkState);
    const fault = linkState === "fault" ? LINK.fault(model.fault) : LINK[linkState];
    say(byId("link-says"), paused ? LINK.paused : fault);
    say(byId("behind"), paused && behind > 0 ? TELL.behind(behind) : "");
  };

  const link = new Link(token, {
    part: (part) => {
      if (part.whole && model.run !== null && model.run !== part.run) {
        crossings.grid.release();
      }
      announcer.hear(model.take(part));
      renderSoon();
    },
    behind: (head) => {
      behind = head.crossed - (model.head?.crossed ?? 0);
      showLink();
    },
    hello: (hello) => {
      wasOpen = true;
      forms = hello.forms;
      renderSoon();
    },
    state: (state, fault = "") => {
      linkState = state;
      model.fault = fault;
      if (state === "stale") {
        forgetToken();
        if (!wasOpen) close(SAY.stale);
      }
      renderSoon();
    },
  });
  const actions = new Actions({
    link,
    paused: () => {
      behind = 0;
      showLink();
    },
    resumed: showLink,
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("findings").focus();
  });
  render();
  link.follow();
};

const token = takeToken();
if (token) open(token);
else close(SAY.closed);
window.addEventListener("hashchange", () => {
  if (tokenInAddress()) location.reload();
});
