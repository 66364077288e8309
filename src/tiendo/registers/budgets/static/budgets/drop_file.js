// A file may be chosen or dropped; its name is shown in the page's own language. Without a script the browser's own box stays.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const button = Object.assign(document.createElement("label"), { className: "button button--outline", htmlFor: input.id, textContent: box.dataset.choose });
  const name = Object.assign(document.createElement("span"), { className: "second", textContent: box.dataset.none });
  const row = Object.assign(document.createElement("div"), { className: "row" });
  const show = () => { name.textContent = input.files[0]?.name ?? box.dataset.none; };
  name.setAttribute("aria-live", "polite");
  input.classList.add("hidden-visually");
  row.append(button, name);
  input.after(row);
  input.addEventListener("change", show);
  for (const type of ["dragenter", "dragover"]) box.addEventListener(type, (event) => { event.preventDefault(); box.classList.add("is-over"); });
  for (const type of ["dragleave", "drop"]) box.addEventListener(type, () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); } });
}
