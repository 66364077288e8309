// Files chosen or dropped are sent one by one, so that a bar shows how far it is; then the review opens. Without a script all go at once.
const form = document.querySelector("[data-send]");
const input = form.querySelector("input[type=file]");
const zone = form.querySelector("[data-zone]");
const progress = form.querySelector("[data-progress]");
const said = form.querySelector("[data-said]");
const failed = form.querySelector("[data-failed]");
let sending = false;

zone.classList.add("is-ready");
input.classList.add("hidden-visually");
form.querySelector("[data-plain]").hidden = true;

async function sendOne(file) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("key", form.elements.key.value);
  body.append("one", "1");
  body.append("files", file);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).review;
}

async function sendAll(files) {
  if (sending || !files.length) return;
  sending = true;
  progress.hidden = false;
  failed.hidden = true;
  const bar = progress.querySelector("progress");
  bar.max = files.length;
  let review = "";
  try {
    for (const [place, file] of [...files].entries()) {
      bar.value = place;
      said.textContent = `${form.dataset.busy} ${place + 1}/${files.length}: ${file.name}`;
      review = await sendOne(file);
    }
    bar.value = files.length;
    window.location.assign(review);
  } catch {
    failed.textContent = form.dataset.lost;
    failed.hidden = false;
    progress.hidden = true;
  } finally {
    sending = false;
  }
}

input.addEventListener("change", () => sendAll(input.files));
for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => zone.classList.add("is-over"));
for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
// A file let go beside the zone must not replace the page.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
zone.addEventListener("drop", (event) => sendAll(event.dataTransfer.files));
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
