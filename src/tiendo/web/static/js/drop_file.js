// A file dropped on the zone, or chosen, is sent at once; reading that takes longer than a moment says so.
const form = document.querySelector("[data-drop-form]");
const zone = form.querySelector("[data-drop-zone]");
const input = form.querySelector("input[type=file]");
const reading = form.querySelector("[data-reading]");

input.classList.add("hidden-visually");
const send = () => { if (input.files.length) { form.requestSubmit(form.querySelector("button[type=submit]")); } };

for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
}
for (const name of ["dragleave", "drop"]) { zone.addEventListener(name, () => zone.classList.remove("is-over")); }
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; send(); }
});
// A file let go beside the zone must not replace the page.
for (const name of ["dragover", "drop"]) { window.addEventListener(name, (event) => event.preventDefault()); }
input.addEventListener("change", send);
form.addEventListener("submit", () => setTimeout(() => { reading.hidden = false; }, 1000));
window.addEventListener("pageshow", () => { reading.hidden = true; });
