// Keeps the words of a comment in this browser until they are posted: they survive a closed tab. Never the email.
// Found by: <form data-draft="slug of the article">, and, once a comment was posted, by
// <… data-posted="slug" data-length="number of its signs that are not space">, where they have done their work.
//
// A draft is one entry of localStorage for each article and comment that is answered. What was sent may not have
// arrived: it is forgotten only where the posted comment is shown.

const NAME = "comment-draft";
const PAUSE = 400; // milliseconds without a key
const KEPT_FOR = 30 * 86_400_000; // milliseconds

// A browser that forbids storage, or has no room, still has the form.
function tried(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

const read = (key) => tried(() => JSON.parse(localStorage.getItem(key)));
const write = (key, draft) => tried(() => localStorage.setItem(key, JSON.stringify(draft)));
const forget = (key) => tried(() => localStorage.removeItem(key));

function drafts() {
  const keys = tried(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(`${NAME}:`)).map((key) => [key, read(key) ?? {}]);
}

function forgetPosted({ posted, length }) {
  for (const [key, { sent, body }] of drafts()) {
    if (sent && key.startsWith(`${NAME}:${posted}:`) && [...body.replace(/\s/g, "")].length === Number(length)) {
      forget(key);
    }
  }
}

function keepWords(form) {
  const { body, parent } = form.elements;
  const place = () => `${NAME}:${form.dataset.draft}:${parent?.value ?? ""}`;
  let key = place();
  let waiting = 0;
  let note = null;

  function keep(sent = false) {
    clearTimeout(waiting);
    waiting = 0;
    if (body.value.trim()) {
      write(key, { body: body.value, at: Date.now(), sent });
    } else {
      forget(key);
    }
  }

  function putBack() {
    const draft = read(key);
    if (!draft?.body) {
      return;
    }
    // Staff are led to where their comment stands.
    if (draft.sent && location.hash.startsWith("#comment-") && Date.now() - draft.at < 60_000) {
      forget(key);
      return;
    }
    write(key, { ...draft, sent: false });
    if (!body.value) {
      fill(draft.body);
      note = document.createElement("p");
      note.className = "hint";
      note.setAttribute("role", "status");
      note.append("What you had begun to write is back. ", startOver());
      body.closest(".field").before(note);
    }
  }

  function startOver() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = "Start over";
    button.addEventListener("click", () => {
      fill("");
      keep();
      note.remove();
      body.focus();
    });
    return button;
  }

  function fill(words) {
    body.value = words;
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  body.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  // From comment_form.js: the form answers another comment now, and takes its words along.
  form.addEventListener("moved", () => {
    note?.remove();
    const before = key;
    key = place();
    if (!body.value) {
      putBack();
    } else if (!read(key)) {
      forget(before);
      keep();
    }
  });
  form.addEventListener("submit", (event) => keep(event.submitter?.name !== "preview"));
  addEventListener("pagehide", () => waiting && keep());
  putBack();
}

for (const [key, { at }] of drafts()) {
  if (!(Date.now() - at < KEPT_FOR)) {
    forget(key);
  }
}
document.querySelectorAll("[data-posted]").forEach((shown) => forgetPosted(shown.dataset));
document.querySelectorAll("form[data-draft]").forEach(keepWords);
