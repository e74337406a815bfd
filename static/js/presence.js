// Says every twenty seconds which comment is open here while the page is looked at, and shows who else has it open.
// In a reading list that is the current card's. Without scripts nobody is told, and nothing else is different.

const EVERY = 20_000; // milliseconds
const MARK = "[data-presence]";
const WORDS = "[data-presence-words]";

const PAUSE = 500; // milliseconds: who leafs through a list has nothing open

let open = null; // what was last said to be open
let soon = 0;

function current() {
  const card = document.querySelector("[data-card][aria-current='true']");
  if (card) return card.querySelector(MARK);
  return document.querySelector("[data-card]") ? null : document.querySelector(MARK);
}

function words(mark, left) {
  const said = new URLSearchParams({ csrf_token: mark.dataset.token });
  if (left) said.set("left", "y");
  return said;
}

function leave() {
  if (!open) return;
  fetch(open.dataset.presence, { method: "POST", body: words(open, true), keepalive: true }).catch(() => {});
  open = null;
}

async function say() {
  const mark = document.visibilityState === "visible" ? current() : null;
  if (open && open.dataset.presence !== mark?.dataset.presence) leave();
  open = mark;
  if (!mark) return;
  const answer = await fetch(mark.dataset.presence, { method: "POST", body: words(mark) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  show(mark, page.querySelector(WORDS)?.textContent.trim() ?? "");
}

function show(mark, words) {
  const shown = mark.querySelector(WORDS);
  if (shown.textContent.trim() === words) return; // what is put in anew is read aloud anew
  shown.textContent = words;
  shown.hidden = !words;
}

function saySoon() {
  clearTimeout(soon);
  soon = setTimeout(say, PAUSE);
}

if (document.querySelector(MARK)) {
  say();
  setInterval(say, EVERY);
  document.addEventListener("visibilitychange", say);
  addEventListener("pagehide", leave);
  const list = document.querySelector("[data-card]")?.parentElement;
  if (list) {
    new MutationObserver(saySoon).observe(list, { attributes: true, attributeFilter: ["aria-current"], subtree: true });
  }
}
