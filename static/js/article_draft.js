// Keeps what is being written in this browser, says when, and offers it back when the page knows less.
// Found by: <form data-editor data-account data-article data-version> with <… data-saved>, and, once it was saved,
// by <… data-saved-article data-account data-version data-title data-length>, where the kept words have done their work.
//
// A draft is one entry of localStorage, named by account, article and the version it began from. A new article has
// no number yet, so the tab names it.

const NAME = "article-draft";
const FIELDS = ["title", "body", "summary", "tags", "slug"];
const PAUSE = 800; // milliseconds without a key
const KEPT_FOR = 60 * 86_400_000; // milliseconds

function drafts(account) {
  const found = [];
  for (let n = 0; n < localStorage.length; n += 1) {
    const key = localStorage.key(n);
    if (key.startsWith(`${NAME}:${account}:`)) {
      const [, , article, version] = key.split(":");
      found.push({ key, article, version: Number(version), ...read(key) });
    }
  }
  return found.sort((one, other) => other.at - one.at);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function clock(moment) {
  const words = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long" });
  const today = new Date(moment).toDateString() === new Date().toDateString();
  return today ? `at ${words.format(moment)}` : `on ${day.format(moment)} at ${words.format(moment)}`;
}

function wordsOf(form) {
  return Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]?.value ?? ""]));
}

function same(one, other) {
  return FIELDS.every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

function nameOfTab() {
  const name = sessionStorage.getItem(NAME) ?? `new-${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
  sessionStorage.setItem(NAME, name);
  return name;
}

// What was sent may not have arrived: only words that stand on the page of the article are forgotten here.
function forgetSaved(place) {
  const { account, savedArticle, version, title, length } = place.dataset;
  const spaced = (words) => (words ?? "").trim().split(/\s+/).join(" ");
  for (const { key, article, version: begunFrom, words, sent } of drafts(account)) {
    const isThis = article === savedArticle ? begunFrom < Number(version) : article.startsWith("new-");
    const stands = spaced(words?.title) === spaced(title) && [...(words?.body ?? "").trim()].length === Number(length);
    if (sent && isThis && stands) {
      localStorage.removeItem(key);
    }
  }
}

function keepWords(form) {
  const { account, article, version } = form.dataset;
  const said = form.querySelector("[data-saved]");
  const isNew = article === "new";
  const key = `${NAME}:${account}:${isNew ? nameOfTab() : article}:${version}`;
  const served = wordsOf(form);
  let waiting;

  function keep(sent = false) {
    clearTimeout(waiting);
    const words = wordsOf(form);
    if (same(words, served) && !sent) {
      return;
    }
    try {
      localStorage.setItem(key, JSON.stringify({ words, at: Date.now(), sent }));
      said.textContent = sent ? "" : `Kept in this browser ${clock(Date.now())}`;
    } catch {
      said.textContent = "This browser keeps no copy: save often";
    }
  }

  function offer() {
    const mine = drafts(account).filter((draft) => draft.words && (isNew ? draft.article.startsWith("new-") : draft.article === article));
    const draft = mine.find(({ words }) => !same(words, served));
    if (draft) {
      form.prepend(notice(draft));
    }
  }

  function notice(draft) {
    const box = document.createElement("div");
    box.className = "notice wait";
    const text = document.createElement("p");
    const title = isNew && draft.words.title ? ` (“${draft.words.title.slice(0, 60)}”)` : "";
    text.textContent = `This browser kept words of yours ${clock(draft.at)} that are not in this form${title}.`;
    const actions = document.createElement("p");
    actions.className = "actions";
    actions.append(
      button("Put them back", () => {
        for (const name of FIELDS) {
          if (form.elements[name]) {
            form.elements[name].value = draft.words[name] ?? "";
          }
        }
        form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
        keep();
        if (draft.key !== key) {
          localStorage.removeItem(draft.key);
        }
        close();
      }),
      button("Throw them away", () => {
        localStorage.removeItem(draft.key);
        close();
      }),
    );
    box.append(text, actions);
    function close() {
      box.remove();
      form.elements.body.focus();
    }
    return box;
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  addEventListener("pagehide", () => waiting && keep(form.dataset.sent === "yes"));
  form.addEventListener("submit", (event) => {
    const saves = !event.submitter?.hasAttribute("formaction");
    form.dataset.sent = saves ? "yes" : "";
    keep(saves);
  });
  offer();
}

try {
  for (const account of new Set([...document.querySelectorAll("[data-account]")].map((place) => place.dataset.account))) {
    for (const draft of drafts(account)) {
      if (!draft.at || Date.now() - draft.at > KEPT_FOR) {
        localStorage.removeItem(draft.key);
      }
    }
  }
  document.querySelectorAll("[data-saved-article]").forEach(forgetSaved);
  document.querySelectorAll("form[data-editor]").forEach(keepWords);
} catch (problem) {
  // A browser that forbids storage still has the form.
  if (!(problem instanceof DOMException)) {
    throw problem;
  }
}
