// Touches what people's words became as a reader would and would not: hover, focus, click, toggle, animation, keys.
(holes) => {
  const stay = (event) => event.preventDefault();
  addEventListener("submit", stay, true);
  addEventListener("click", (event) => event.target?.closest?.("a, button") && event.preventDefault(), true);
  const events = ["pointerover", "pointerenter", "mouseover", "mouseenter", "mousemove", "mousedown", "mouseup",
    "touchstart", "wheel", "contextmenu", "dblclick", "auxclick", "copy", "paste", "input", "change", "select", "toggle",
    "beforetoggle", "scroll", "animationstart", "animationend", "transitionend", "keydown", "keyup", "blur", "focusin",
    "focusout", "invalid", "beforematch", "load", "error"];
  const names = "h1, h1 *, h2 *, h3 *, .comment-name *, .typed, .replied-to *, .in-reply-to, .summary, .byline *, a[data-reply]";
  const touched = [...document.querySelectorAll(holes.split(",").map((each) => `${each}, ${each} *`).join(","))];
  for (const element of [...touched, ...document.querySelectorAll(names)].slice(0, 4000)) {
    for (const name of events) {
      element.dispatchEvent(new Event(name, { cancelable: true }));
    }
    element.click?.();
    if (element.localName === "details") {
      element.open = true;
    }
  }
  for (const element of touched.slice(0, 300)) {
    element.focus?.();
  }
}
