// An answer that comes in a moment: the part of the page that waits for it is fetched until it is there.
// Without scripts a link beside it looks again.

const TRIES = 20;
const PAUSE = 500; // milliseconds, longer each time

async function lookAgain(part) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById(part.id);
}

async function wait(part) {
  for (let number = 1; number <= TRIES; number += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE * Math.min(number, 8)));
    const newer = await lookAgain(part).catch(() => null);
    if (newer && !newer.hasAttribute("data-awaited")) {
      newer.setAttribute("role", "status");
      part.replaceWith(newer);
      return;
    }
  }
}

document.querySelectorAll("[data-awaited][id]").forEach(wait);
