// How each service is started and stopped; who may start is consent.js's business.
const trackers = (() => {
  const script = (src) => {
    const element = document.createElement("script");
    element.src = src;
    document.head.append(element);
  };
  const pixel = (src) => {
    new Image().src = `${src}&r=${Math.random().toString(36).slice(2, 10)}`;
  };
  const forget = (prefix, domain) => {
    for (const pair of document.cookie.split("; ")) {
      const name = pair.split("=")[0];
      if (name.startsWith(prefix)) {
        document.cookie = `${name}=; max-age=0; path=/; ${domain}secure; samesite=lax`;
      }
    }
  };
  const videos = () => document.querySelectorAll("[data-embed]");
  const nothing = () => {};
  const services = {
    matomo: {
      start: () => script("/matomo/matomo.js"),
      stop: () => forget("_pk_", ""),
    },
    "google-analytics": {
      start: () => script("https://www.stats.example/gtag.js"),
      stop: () => forget("_ga", "domain=.reseda.fr; "),
    },
    xiti: {
      start: () => pixel("https://logs.xiti.example/hit.gif?s=410501"),
      stop: nothing,
    },
    adnet: {
      start: () => script("https://pixel.adnet.example/ad.js"),
      stop: nothing,
    },
    tube: {
      start: (may) => {
        for (const video of videos()) {
          const frame = document.createElement("iframe");
          frame.src = video.dataset.embed + (may("adnet") ? "?ads=1" : "");
          frame.title = "Tube";
          video.replaceChildren(frame);
        }
      },
      stop: nothing,
    },
  };
  const running = new Set();
  return {
    names: Object.keys(services),
    start(name, may) {
      if (!running.has(name)) {
        running.add(name);
        services[name].start(may);
      }
    },
    stop(name) {
      running.delete(name);
      services[name].stop();
    },
    choiceMade: () => pixel("https://pixel.adnet.example/p.gif?e=choice"),
  };
})();
