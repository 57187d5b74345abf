// The banner: asks for the visitor's choice, stores it, and starts or stops the services it names.
(() => {
  const COOKIE = "cookies_preferences";
  const KEPT = 15552000; // 180 days, in seconds
  const STARTED = "started";
  const page = document.currentScript.dataset;
  const leaks = new Set(page.leaks.split(" "));
  const banner = document.getElementById("banner");
  const services = document.getElementById("services");
  const boxes = [...services.querySelectorAll("input")];

  const cookie = (name) => {
    const pair = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return pair ? pair.slice(name.length + 1) : "";
  };
  const stored = () => {
    try {
      return JSON.parse(decodeURIComponent(cookie(COOKIE)));
    } catch {
      return null;
    }
  };
  const started = () => new Set((localStorage.getItem(STARTED) || "").split(" "));

  const may = (choice) => (name) => {
    if (!choice) return leaks.has("early");
    return choice[name] || leaks.has("refused") || (leaks.has("withdrawn") && started().has(name));
  };
  const apply = (choice) => {
    const granted = may(choice);
    for (const name of trackers.names) {
      if (granted(name)) {
        trackers.start(name, granted);
        localStorage.setItem(STARTED, [...started().add(name)].join(" ").trim());
      } else if (choice) {
        trackers.stop(name);
      }
    }
  };
  const store = async (choice) => {
    if (page.choiceBy === "response") {
      await fetch("/cookies/choice", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify(choice),
      });
      return;
    }
    const value = encodeURIComponent(JSON.stringify(choice));
    document.cookie = `${COOKIE}=${value}; path=/; max-age=${KEPT}; samesite=lax; secure`;
  };
  const choose = (choice) => {
    const done = () => {
      if (choice.adnet) trackers.choiceMade();
      apply(choice);
      for (const box of boxes) box.checked = choice[box.name];
      banner.hidden = true;
    };
    if (page.choiceBy === "response") {
      store(choice).then(done);
    } else {
      store(choice);
      done();
    }
  };
  const every = (granted) => Object.fromEntries(trackers.names.map((name) => [name, granted(name)]));
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);

  on("accept-all", () => choose(every(() => true)));
  on("refuse-all", () => choose(every(() => false)));
  on("save-choice", () => choose(every((name) => boxes.find((box) => box.name === name).checked)));
  on("customise", () => (services.hidden = !services.hidden));
  on("reopen", () => (banner.hidden = false));
  for (const button of document.querySelectorAll("[data-activate]")) {
    button.addEventListener("click", () => {
      const before = stored() || {};
      choose(every((name) => name === button.dataset.activate || Boolean(before[name])));
    });
  }
  apply(stored());
})();
