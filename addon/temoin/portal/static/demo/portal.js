// What the demo adds to a portal: services wait until the choice is surely stored, so that all that they do has
// a clear verdict; then the page asks its API once more, so that what crossed is settled before your eyes.
(() => {
  const STORED_WITHIN = 600; // ms: browsers store a response's cookie within 300
  const PULSES = [500, 4000]; // ms after the page is there, and after each choice
  const API = "/api/explore/v2.1/catalog/datasets?limit=0";
  const TELLS = "google-analytics"; // the service that, where the portal lets it, tells its own site as well
  const page = document.currentScript.dataset;
  const { start, stop, choiceMade } = trackers;
  const waiting = new Map();
  const pulses = [];
  let patience = 0;

  const pulse = () => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";
    fetch(API, { headers: { "X-CSRFToken": token } }).catch(() => {});
  };
  const beat = () => {
    for (const timer of pulses.splice(0)) clearTimeout(timer);
    for (const delay of PULSES) pulses.push(setTimeout(pulse, patience + delay));
  };
  const later = (name, act) => {
    clearTimeout(waiting.get(name));
    waiting.set(name, setTimeout(act, patience));
    if (patience) beat();
  };
  trackers.start = (name, may) =>
    later(name, () => {
      start(name, may);
      if (name === TELLS && page.tells) new Image().src = page.tells;
    });
  trackers.stop = (name) => {
    clearTimeout(waiting.get(name));
    if (name === "adnet") clearTimeout(waiting.get("choice"));
    stop(name);
    if (patience) beat();
  };
  trackers.choiceMade = () => later("choice", choiceMade);
  addEventListener("load", () => {
    patience = STORED_WITHIN;
    for (const delay of PULSES) pulses.push(setTimeout(pulse, delay));
  });

  // The guide above the page: it shows the step that the address names, and remembers it for this tab.
  const guide = document.getElementById("guide");
  const show = () => {
    const named = location.hash.startsWith("#step-") ? location.hash.slice(1) : "";
    if (named) sessionStorage.setItem("step", named);
    const shown = document.getElementById(named || sessionStorage.getItem("step") || "");
    for (const step of guide.querySelectorAll("[id^=step-]")) step.hidden = shown ? step !== shown : false;
    guide.classList.toggle("follows", Boolean(shown));
  };
  addEventListener("hashchange", show);
  show();
})();
