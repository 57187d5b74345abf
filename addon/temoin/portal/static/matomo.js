// A stand-in for Matomo's tracker: first-party cookies, and a request that reports the page.
(() => {
  const now = Math.floor(Date.now() / 1000);
  const keep = (name, value, seconds) => {
    document.cookie = `${name}=${value}; path=/; max-age=${seconds}; samesite=lax; secure`;
  };
  const id = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  if (!document.cookie.includes("_pk_id.1.a3f4=")) keep("_pk_id.1.a3f4", `${id}.${now}`, 33696000);
  keep("_pk_ses.1.a3f4", "1", 1800);
  const url = encodeURIComponent(location.origin + location.pathname);
  new Image().src = `/matomo/matomo.php?idsite=1&rec=1&url=${url}&rand=${id.slice(0, 6)}`;
})();
