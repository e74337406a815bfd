// The moderation queue by keyboard, and decisions that do not load the page again. Every decision is the card's own
// form, sent as it stands; what comes back is the page the server would have shown, and only what changed is taken.
// Found by: <div data-queue> with <li data-card>, <form data-decision> and an element [data-undo-bar]

const queue = document.querySelector("[data-queue]");
const bar = queue?.querySelector("[data-undo-bar]");
const VERDICTS = { a: "approve", x: "reject", s: "spam" };
const BADGES = { approve: ["good", "Approved"], reject: ["bad", "Rejected"], spam: ["bad", "Spam"] };
let line = Promise.resolve(); // what was pressed is sent one after the other
let unsent = 0;

function openCards() {
  return [...queue.querySelectorAll("[data-card]:not(.decided)")];
}

function currentCard() {
  return queue.querySelector("[data-card][aria-current]");
}

function neighbour(card, step) {
  const all = [...queue.querySelectorAll("[data-card]")].filter((each) => each === card || !each.classList.contains("decided"));
  return all[all.indexOf(card) + step];
}

function makeCurrent(card) {
  currentCard()?.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  card.focus({ preventScroll: true });
}

function goTo(card) {
  if (card) {
    makeCurrent(card);
    const { top, bottom, height } = card.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) {
      card.scrollIntoView({ block: height > window.innerHeight ? "start" : "nearest" });
    }
  }
}

// The next card takes the place where the decided one was, so that the eye stays.
function moveOnFrom(card) {
  const next = neighbour(card, 1) ?? neighbour(card, -1);
  if (next) {
    const { top } = card.getBoundingClientRect();
    makeCurrent(next);
    window.scrollBy(0, next.getBoundingClientRect().top - top);
  }
}

function markDecided(card, verdict) {
  const [kind, word] = BADGES[verdict];
  const badge = document.createElement("span");
  badge.className = `badge ${kind}`;
  badge.textContent = word;
  card.classList.add("decided");
  card.querySelector("[data-open]")?.replaceWith(badge);
  const pick = card.querySelector(".pick input");
  pick.checked = false;
  pick.disabled = true;
}

function say(words) {
  const paragraph = document.createElement("p");
  paragraph.textContent = words;
  bar.replaceChildren(paragraph);
}

function take(page, selector) {
  const old = document.querySelector(selector);
  const fresh = page.querySelector(selector);
  if (old && fresh) {
    old.replaceChildren(...document.importNode(fresh, true).childNodes);
  }
}

// Sends a form with a verdict. Gives the page and its address; null where the browser must show the answer itself.
async function send(form, verdict) {
  const body = new URLSearchParams(new FormData(form));
  body.set("verdict", verdict);
  // keepalive: what was decided is sent even where the page is left at once.
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" }, keepalive: true });
  const came = new URL(answer.url);
  if (!answer.ok || !answer.redirected || came.pathname !== window.location.pathname) {
    return null;
  }
  return { page: new DOMParser().parseFromString(await answer.text(), "text/html"), address: came };
}

// The plain way: the browser sends the form and shows whatever comes, a conflict or a sign-in.
function sendPlainly(form, verdict) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "verdict", value: verdict });
  form.append(field);
  form.submit();
}

function show({ page, address }) {
  take(page, "[data-undo-bar]");
  take(page, "[data-waiting]");
  take(page, ".desk-links");
  let current = null;
  if (address.searchParams.has("undone")) {
    return window.location.assign(address);
  }
  for (const id of (address.searchParams.get("done") ?? "").split(",")) {
    const card = document.getElementById(`comment-${id}`);
    const fresh = page.getElementById(`comment-${id}`);
    if (fresh && !card) {
      return window.location.assign(address);
    }
    if (fresh) {
      current = document.importNode(fresh, true);
      current.removeAttribute("aria-current");
      card.replaceWith(current);
    }
  }
  if (current) {
    goTo(current);
  } else if (openCards().length === 0 && unsent === 0) {
    window.location.assign(address);
  }
  queue.dispatchEvent(new Event("change", { bubbles: true }));
  document.dispatchEvent(new Event("redrawn"));
}

function decide(form, verdict) {
  const card = form.closest("[data-card]");
  const before = card?.cloneNode(true);
  if (card) {
    before.removeAttribute("aria-current");
    moveOnFrom(card);
    markDecided(card, verdict);
  }
  unsent += 1;
  line = line.then(async () => {
    unsent -= 1;
    try {
      const answer = await send(form, verdict);
      if (answer) {
        show(answer);
      } else {
        sendPlainly(form, verdict);
      }
    } catch {
      if (card) {
        card.replaceWith(before);
        goTo(before);
      }
      say("That could not be sent. Nothing was changed; please try again when the connection is back.");
    }
  });
}

function undo() {
  line = line.then(() => {
    const form = bar.querySelector("form");
    if (form) {
      decide(form, "undo");
    }
  });
}

function follow(selector) {
  currentCard()?.querySelector(selector)?.click();
}

// What is selected is decided about together, by the form that all the checkboxes belong to.
function chosen() {
  return [...queue.querySelectorAll(".pick input:checked")];
}

function choose(boxes, on) {
  for (const box of boxes) {
    box.checked = on;
  }
  queue.dispatchEvent(new Event("change", { bubbles: true }));
}

function chooseAll() {
  const boxes = [...queue.querySelectorAll(".pick input:not(:disabled)")];
  choose(boxes, !boxes.every((each) => each.checked));
}

function press(key) {
  const card = currentCard();
  if (key === "j" || key === "k") {
    goTo(card ? neighbour(card, key === "j" ? 1 : -1) : openCards()[0]);
  } else if (key in VERDICTS && chosen().length) {
    line.then(() => document.querySelector(`[data-bulk] button[value="${VERDICTS[key]}"]`).click());
  } else if (key in VERDICTS) {
    const form = card && !card.classList.contains("decided") && card.querySelector("form[data-decision]");
    if (form?.querySelector(`button[value="${VERDICTS[key]}"]`)) {
      decide(form, VERDICTS[key]);
    }
  } else if (key === "u") {
    undo();
  } else if (key === "r") {
    follow("[data-reply]");
  } else if (key === "e") {
    follow("[data-edit]");
  } else if (key === "v") {
    const boxes = card ? [...card.querySelectorAll(".pick input:not(:disabled)")] : [];
    choose(boxes, !boxes[0]?.checked);
  } else if (key === "*") {
    chooseAll();
  } else if (key === "o") {
    follow("[data-members]");
  } else if (key === "g" || key === "l") {
    // What was pressed before is sent before the page is left.
    line.then(() => window.location.assign(key === "g" ? queue.dataset.groups : queue.dataset.nextOrder));
  } else if (key === "?") {
    dialog.showModal();
  } else {
    return false;
  }
  return true;
}

// Keys can be switched off, on each device for itself (WCAG 2.1.4).
const SETTING = "moderation-keys";
const dialog = queue?.querySelector("[data-keys-dialog]");

function keysAreOn() {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true;
  }
}

function switchKeys(on) {
  queue.dataset.keys = on ? "on" : "off";
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    // It lasts until the page is left.
  }
}

function listen(event) {
  const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || dialog.open;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (queue.dataset.keys === "on" && !elsewhere && !writing && press(event.key)) {
    event.preventDefault();
  }
}

if (queue) {
  const keysSwitch = dialog.querySelector("[data-keys-switch]");
  queue.dataset.keys = keysAreOn() ? "on" : "off";
  keysSwitch.checked = keysAreOn();
  keysSwitch.addEventListener("change", () => switchKeys(keysSwitch.checked));
  queue.querySelector("[data-keys-help]").hidden = false;
  queue.querySelector("[data-open-keys]").addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-close-keys]").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", listen);
  // After a decision that loaded the page again, the focus is where the next one is to be made.
  if (/[?&](done|bulk|skipped)=/.test(window.location.search)) {
    goTo(currentCard());
  }
  queue.addEventListener("submit", (event) => {
    if (event.target.matches("[data-decision]") && event.submitter?.name === "verdict") {
      event.preventDefault();
      decide(event.target, event.submitter.value);
    }
  });
  queue.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      goTo(opener.closest("[data-card]"));
    }
  });
}
