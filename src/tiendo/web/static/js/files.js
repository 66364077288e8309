// Forms with files: what was chosen is named, and sending something large shows how far it is. Without a script the form sends itself.
const LARGE = 1_000_000;

const filesOf = (form) => [...form.querySelectorAll("[data-files] input[type=file]")].flatMap((input) => [...input.files]);

const shown = (size) => (size < 1e6 ? `${Math.max(1, Math.round(size / 1000))} kB` : `${(size / 1e6).toFixed(1).replace(".", ",")} MB`);

function choose(event) {
  const box = event.target.closest?.("[data-files]");
  if (!box) { return; }
  const files = [...box.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  box.querySelector("[data-chosen]").textContent = files.map((file) => `${file.name} (${shown(file.size)})`).join(", ");
}

// The answer is the page the person would have come to: its main part takes the place of this one.
function show(request, form) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) { window.location.assign(request.responseURL || window.location.href); return; }
  document.title = page.title;
  if (request.responseURL && request.responseURL !== form.action) { history.replaceState(null, "", request.responseURL); }
  document.querySelector("main").replaceWith(document.adoptNode(main));
  window.htmx?.process(main);
  main.focus();
}

function send(event) {
  const form = event.target;
  const box = form.querySelector?.("[data-files]");
  const size = box ? filesOf(form).reduce((sum, file) => sum + file.size, 0) : 0;
  if (event.defaultPrevented || size < LARGE) { return; }
  event.preventDefault();
  if (form.dataset.sending) { return; }
  form.dataset.sending = "1";
  const bar = box.querySelector("[data-sending]");
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => { if (step.lengthComputable) { bar.querySelector("progress").value = (100 * step.loaded) / step.total; } });
  request.addEventListener("load", () => show(request, form));
  request.addEventListener("error", () => {
    delete form.dataset.sending;
    bar.hidden = true;
    for (const button of form.querySelectorAll('[aria-busy="true"]')) { button.removeAttribute("aria-busy"); }
    const said = box.querySelector("[data-chosen]");
    said.textContent = said.dataset.lost;
  });
  request.open("POST", form.action);
  request.send(new FormData(form, event.submitter));
}

document.addEventListener("change", choose);
document.addEventListener("submit", send);
