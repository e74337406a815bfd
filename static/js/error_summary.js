// Brings a refused form's list of errors to whoever is reading, eyes or ears.
// Found by: <div data-error-summary tabindex="-1">

document.querySelector("[data-error-summary]")?.focus();
