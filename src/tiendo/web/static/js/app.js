// Small manners of every page: menus, dialogs, banners, appearance, letter keys, buttons that say they are sending.

const typing = (element) => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

const press = (element) => {
  if (element.matches("input, textarea")) { element.focus(); element.select?.(); } else { element.click(); }
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) { menu.open = false; menu.querySelector("summary").focus(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) { return; }
  if (localStorage.getItem("tiendo.keys") === "off" && event.key !== "/") { return; }
  for (const element of document.querySelectorAll("[data-key]")) {
    if (element.dataset.key.toLowerCase() === event.key.toLowerCase() && element.offsetParent !== null) {
      event.preventDefault();
      press(element);
      return;
    }
  }
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) { return; }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) { menu.open = false; }
  }
  const opener = target.closest("[data-dialog]");
  if (opener) { document.getElementById(opener.dataset.dialog)?.showModal(); }
  if (target.closest("[data-close]")) { target.closest("dialog")?.close(); }
  const theme = target.closest("[data-theme-choice]");
  if (theme) { appearance(theme.dataset.themeChoice); }
  const keys = target.closest("[data-keys-choice]");
  if (keys) { letterKeys(keys.dataset.keysChoice); }
  const copy = target.closest("[data-copy]");
  if (copy) { navigator.clipboard?.writeText(copy.dataset.copy); }
  if (target.closest("[data-print]")) { window.print(); }
  if (target.closest("[data-reload]")) { window.location.reload(); }
});

function appearance(choice) {
  if (choice) { document.documentElement.dataset.theme = choice; } else { delete document.documentElement.dataset.theme; }
  document.cookie = `tiendo_theme=${choice}; path=/; max-age=${choice ? 31536000 : 0}; SameSite=Lax`;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

// Letter keys are a matter of this device: somebody who dictates or types with a switch turns them off here.
function letterKeys(choice) {
  localStorage.setItem("tiendo.keys", choice);
  for (const button of document.querySelectorAll("[data-keys-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.keysChoice === choice));
  }
}
if (localStorage.getItem("tiendo.keys") === "off") { letterKeys("off"); }

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented || !button.classList.contains("button")) { return; }
  const words = button.querySelector("span");
  if (button.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  button.dataset.rest = words ? words.textContent : "";
  button.setAttribute("aria-busy", "true");
  if (words && button.dataset.busy) { words.textContent = button.dataset.busy; }
});

// A page that comes back from the browser's memory must not stay busy.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll('.button[aria-busy="true"]')) {
    button.removeAttribute("aria-busy");
    const words = button.querySelector("span");
    if (words && button.dataset.rest) { words.textContent = button.dataset.rest; }
  }
});

// A select or tick that sends its form when changed, without a script it has a button beside it.
document.addEventListener("change", (event) => {
  const control = event.target instanceof Element ? event.target.closest("[data-sends]") : null;
  if (control?.form) { control.form.requestSubmit(); }
});

function leave(root) {
  for (const banner of root.querySelectorAll("[data-leaves]")) { setTimeout(() => banner.remove(), 8000); }
}
leave(document);
document.addEventListener("htmx:afterSwap", (event) => leave(event.target));
document.documentElement.classList.add("js");
