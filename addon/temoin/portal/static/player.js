// A stand-in for a video player: it tells its own server that it was shown.
fetch("/api/log", { method: "POST", body: JSON.stringify({ event: "ready", video: document.title }) });
