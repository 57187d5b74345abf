// A portal begun anew: the response has deleted its cookies, this empties what its scripts keep, and goes on.
(() => {
  localStorage.clear();
  sessionStorage.clear();
  location.replace(`/${location.hash}`);
})();
