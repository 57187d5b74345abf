// A stand-in for an advertiser's script: it fires the pixel for the page it runs in.
(() => {
  const nonce = Math.random().toString(36).slice(2, 10);
  new Image().src = `https://pixel.adnet.example/p.gif?e=view&r=${nonce}`;
})();
