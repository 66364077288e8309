// The button of a file box speaks the browser's language; this one speaks the page's. Without a script the browser's own stays.
for (const box of document.querySelectorAll("[data-choose]")) {
  const input = box.querySelector("input[type=file]");
  const button = Object.assign(document.createElement("label"), { className: "button button--outline", htmlFor: input.id, textContent: box.dataset.choose });
  const name = Object.assign(document.createElement("span"), { className: "second", textContent: box.dataset.none });
  name.setAttribute("aria-live", "polite");
  input.classList.add("hidden-visually");
  box.append(button, name);
  input.addEventListener("change", () => { name.textContent = input.files[0]?.name ?? box.dataset.none; });
}
