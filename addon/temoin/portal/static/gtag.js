// A stand-in for Google Analytics: a third party's script that keeps first-party cookies, and reports.
(() => {
  const now = Math.floor(Date.now() / 1000);
  const domain = location.hostname.split(".").slice(-2).join(".");
  const keep = (name, value) => {
    const rest = `domain=.${domain}; path=/; max-age=33696000; samesite=lax; secure`;
    document.cookie = `${name}=${value}; ${rest}`;
  };
  const known = document.cookie.match(/(?:^|; )_ga=GA1\.1\.([^;]*)/)?.[1];
  const client = known || `${Math.floor(Math.random() * 2147483647)}.${now}`;
  if (!known) keep("_ga", `GA1.1.${client}`);
  keep("_ga_ABC123", `GS1.1.${now}.1.1.${now}.0.0.0`);
  const page = encodeURIComponent(location.pathname);
  navigator.sendBeacon(`https://www.stats.example/collect?v=2&tid=G-ABC123&cid=${client}&dp=${page}`);
})();
