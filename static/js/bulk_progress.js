// Says how far an act on many has come, without the page being loaded again, until it is over.
// Found by: [data-at-work] with the address of its page; what that page says stands there in [data-bulk-act]

const PAUSE = 1500; // milliseconds

async function look() {
  const here = document.querySelector("[data-at-work]");
  if (!here) {
    return;
  }
  try {
    const answer = await fetch(here.dataset.atWork, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-bulk-act]");
    if (fresh && here.isConnected) {
      show(here, fresh);
    }
  } catch {
    // The next look may find the connection back.
  }
  window.setTimeout(look, PAUSE);
}

function show(here, fresh) {
  if (here.matches("[data-bulk-act]")) {
    const whole = document.importNode(fresh, true);
    here.replaceWith(whole);
    return;
  }
  here.querySelector("[data-said]").textContent = fresh.querySelector("[role=status]").textContent;
  if (!fresh.matches("[data-at-work]")) {
    here.querySelector("[data-stop]")?.remove();
    here.removeAttribute("data-at-work");
  }
}

look();
document.addEventListener("redrawn", look);
