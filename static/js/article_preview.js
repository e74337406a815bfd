// Shows beside the words the page they will become, drawn by the server that will draw it.
// Found by: <… data-preview="address"> beside <form data-editor>; the button that does the same without scripts goes,
// and a link goes to it.

const preview = document.querySelector("[data-preview]");
const editor = document.querySelector("form[data-editor]");
const STILL = 300; // milliseconds without a key

function watch() {
  let waiting;
  let asking;

  async function show() {
    asking?.abort();
    asking = new AbortController();
    const words = new FormData();
    for (const name of ["title", "body", "summary"]) {
      words.set(name, editor.elements[name].value);
    }
    preview.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(preview.dataset.preview, {
        method: "POST",
        body: words,
        headers: { "X-CSRFToken": editor.elements.csrf_token.value },
        signal: asking.signal,
      });
      if (answer.ok) {
        draw(await answer.text());
      } else {
        say("The preview is not possible now. Are you still signed in?");
      }
    } catch (problem) {
      if (problem.name !== "AbortError") {
        say("The preview needs the network.");
      }
    }
  }

  function draw(html) {
    preview.innerHTML = html; // cleaned by the server, as what readers get
    preview.removeAttribute("aria-busy");
  }

  function say(sentence) {
    preview.removeAttribute("aria-busy");
    const label = preview.querySelector(".label");
    if (label) {
      label.textContent = sentence;
    }
  }

  editor.addEventListener("input", (event) => {
    if (["title", "body", "summary"].includes(event.target.name)) {
      clearTimeout(waiting);
      waiting = setTimeout(show, STILL);
    }
  });
  editor.querySelector("[data-preview-button]").hidden = true;
  editor.querySelector("[data-to-preview]").hidden = false; // where it stands below the words and not beside them
  preview.hidden = false;
  show();
}

if (preview && editor) {
  watch();
}
