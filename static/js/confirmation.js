// Asks before something is taken away. Without this module the form is simply sent.
// Found by: <form data-confirm="The question"> or <button type="submit" data-confirm="The question">

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});
