// Helps whoever writes a comment: answers in place, counts near a limit, and posts once.
// Found by: <section data-comment-form> around a form, <a data-reply="public id" data-name="Ada">, <textarea data-limit="10000">

const section = document.querySelector("[data-comment-form]");
const form = section?.querySelector("form");

if (form) {
  answerInPlace();
  for (const control of form.querySelectorAll("[data-limit]")) {
    countNearLimit(control);
  }
  postOnce();
}

function answerInPlace() {
  const home = document.createComment("the form stands here");
  const title = section.querySelector("h2");
  const ownTitle = title.textContent;
  const cancel = element("button", { type: "button", className: "button quiet", textContent: "Cancel reply" });
  let link = null;
  section.before(home);

  function go(place, parent, words) {
    form.elements.parent.value = parent;
    title.textContent = words;
    place.after(section);
    form.dispatchEvent(new Event("moved"));
  }

  for (const each of document.querySelectorAll("a[data-reply]")) {
    each.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      event.preventDefault();
      link = each;
      go(each.closest("[data-comment]"), each.dataset.reply, `Reply to ${each.dataset.name}`);
      form.querySelector(".actions").append(cancel);
      form.elements.body.focus();
    });
  }

  cancel.addEventListener("click", () => {
    go(home, "", ownTitle);
    cancel.remove();
    link.focus();
  });
}

// Code points, as the server counts them; a browser's own maxlength counts most emoji twice.
function countNearLimit(control) {
  const limit = Number(control.dataset.limit);
  const note = element("p", { className: "hint", role: "status" });
  control.after(note);

  function count() {
    const length = [...control.value.trimEnd()].length;
    const words = `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
    note.textContent = length > limit * 0.9 ? words : "";
    control.setCustomValidity(length > limit ? `Too long: ${words}.` : "");
  }

  control.addEventListener("input", count);
  count();
}

function postOnce() {
  const button = form.querySelector("[type=submit]");
  const words = button.textContent;
  let posted = false;

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "preview") {
      return;
    }
    if (posted) {
      event.preventDefault();
      return;
    }
    posted = true;
    button.textContent = "Posting…";
  });
  // Whoever comes back finds the page as it was left.
  window.addEventListener("pageshow", () => {
    posted = false;
    button.textContent = words;
  });
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
