// Says how long ago a moment was, up to a week; the exact time stays in the title.
// Found by: <time datetime="…" data-relative>; whoever draws anew what was there says so with an event "redrawn".

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const WEEK = 7 * 86_400;

function wording(seconds, words) {
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) {
      return words.format(Math.trunc(seconds / length), unit);
    }
  }
  return document.documentElement.lang.startsWith("en") ? "just now" : words.format(0, "second");
}

function tell(root = document) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  for (const time of root.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Math.abs(seconds) < WEEK) {
      time.textContent = wording(seconds, words);
    }
  }
}

tell();
setInterval(() => tell(), 60_000);
document.addEventListener("redrawn", () => tell());
