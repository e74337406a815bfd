// Lets the button say what it will do: "Publish now", or when.
// Found by: <form data-publication> with <button data-says> and a field named at.

function sayWhen(form) {
  const button = form.querySelector("[data-says]");
  const now = button.textContent;
  const tell = () => {
    const at = new Date(form.elements.at.value);
    if (Number.isNaN(at.getTime())) {
      button.textContent = now;
      return;
    }
    const language = document.documentElement.lang.replace(/^(en)?$/, "en-GB"); // as dates are written everywhere here
    const year = at.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year }).format(at);
    const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
    button.textContent = `Publish on ${day} at ${hour}`;
  };
  form.elements.at.addEventListener("input", tell);
  tell();
}

document.querySelectorAll("form[data-publication]").forEach(sayWhen);
