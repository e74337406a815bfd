// Sends a picture while the article is written, and puts it where the cursor is.
// Found by: <details data-picture data-address="…"> in <form data-editor>; without it the picture goes with the form.

const MEGABYTE = 1024 * 1024;

function takePictures(box) {
  const form = box.closest("form");
  const { picture, alternative, body } = form.elements;
  const said = document.createElement("p");
  said.className = "field-error";
  said.setAttribute("role", "alert");
  const put = document.createElement("button");
  put.type = "button";
  put.className = "button quiet";
  put.textContent = "Put it into the words";
  put.addEventListener("click", send);
  box.append(said, put);
  const hint = box.querySelector("#picture-hint");
  hint.textContent = hint.textContent.replace("to the end of the words", "where the cursor is");

  async function send() {
    said.textContent = refusal();
    if (said.textContent) {
      return;
    }
    const words = new FormData();
    words.set("picture", picture.files[0]);
    words.set("alternative", alternative.value);
    put.disabled = true;
    try {
      const answer = await fetch(box.dataset.address, {
        method: "POST",
        body: words,
        headers: { "X-CSRFToken": form.elements.csrf_token.value },
      });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      const told = isOurs ? await answer.json() : { sentence: "That was not possible. Are you still signed in?" };
      if (answer.status === 201) {
        insert(told.markdown);
      } else {
        said.textContent = told.sentence;
      }
    } catch {
      said.textContent = "The picture did not arrive. It needs the network.";
    } finally {
      put.disabled = false;
    }
  }

  function refusal() {
    if (!picture.files.length) {
      return "Choose a picture first.";
    }
    if (!alternative.value.trim()) {
      return "Say in a few words what the picture shows, for those who cannot see it.";
    }
    return picture.files[0].size > 15 * MEGABYTE ? "This picture is too large: at most 15 MB." : "";
  }

  function insert(markdown) {
    const before = body.value.slice(0, body.selectionStart);
    const opening = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    body.setRangeText(`${opening}${markdown}\n\n`, body.selectionStart, body.selectionEnd, "end");
    picture.value = "";
    alternative.value = "";
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.focus();
  }
}

document.querySelectorAll("form[data-editor] [data-picture]").forEach(takePictures);
