// Says how many comments are selected, and selects all that are shown.
// Found by: <form data-bulk> to which checkboxes named "comment" and "group" belong, the latter with data-number

const bulk = document.querySelector("[data-bulk]");

function picks() {
  return [...bulk.elements].filter((each) => ["comment", "group"].includes(each.name) && !each.disabled);
}

function count() {
  const all = picks();
  const chosen = all.filter((each) => each.checked).length;
  const comments = all.reduce((sum, each) => sum + (each.checked ? Number(each.dataset.number ?? 1) : 0), 0);
  const whole = bulk.querySelector("[data-select-all] input");
  whole.checked = chosen > 0 && chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
  bulk.querySelector("[data-selected-count]").textContent = `${comments.toLocaleString("en")} selected`;
}

if (bulk) {
  const label = bulk.querySelector("[data-select-all]");
  label.hidden = false;
  label.addEventListener("change", (event) => {
    for (const each of picks()) {
      each.checked = event.target.checked;
    }
  });
  document.addEventListener("change", count);
  count();
}
