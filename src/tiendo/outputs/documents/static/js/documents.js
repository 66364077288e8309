// Signing a document: the question repeats the number typed, and is only asked of a number that can be.
const field = document.querySelector("[data-signing] input");
const opener = document.querySelector("[data-dialog=sign]");
const dialog = document.getElementById("sign");
opener?.addEventListener("click", (event) => {
  if (!field.reportValidity()) { event.stopPropagation(); return; }
  dialog.querySelector("input[name=number]").value = field.value;
  dialog.querySelector("h2").textContent = opener.dataset.question.replace("#", String(field.valueAsNumber).padStart(2, "0"));
});
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); opener.click(); }
});
