// Runs before any script of a page: whatever a page does by itself is told to the test.
(() => {
  const tell = (what, about) => globalThis.__tell?.(`${what} ${String(about).slice(0, 200)}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    const told = (...words) => { tell("called", `${name}(${words})`); return null; };
    Object.defineProperty(globalThis, name, { configurable: false, get: () => told, set: () => {} });
  }
  const beacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (...words) => { tell("called", `sendBeacon(${words})`); return beacon(...words); };
  addEventListener("error", (event) => event.message && tell("threw", event.message), true);
  addEventListener("message", (event) => tell("was sent", event.data), true);
  document.addEventListener("securitypolicyviolation", (event) => {
    tell("broke the policy:", `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  }, true);
})();
