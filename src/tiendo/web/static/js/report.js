// The form page: every cell is saved when left; what could not be sent waits on this machine and goes by itself.
// The server answers with fragments; this file paints the cells' states, moves the focus and keeps the queue.

const form = document.getElementById("report");
const words = document.getElementById("words").dataset;
const key = `tiendo.report.${form.dataset.report}`;
const retryAfter = 20000;
const held = new Map(Object.entries(read()));
const refused = new Set(); // cells whose typed value the server did not take: they keep it until it is changed
const undone = [];
let sending = 0;
let answering = "";
let offlineSince = null;
let timer = 0;

function read() { try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; } }
function keep() {
  if (held.size) { localStorage.setItem(key, JSON.stringify(Object.fromEntries(held))); } else { localStorage.removeItem(key); }
}
const cells = () => [...form.querySelectorAll("input.cell:not([readonly])")];
const cellOf = (code) => document.getElementById(`cell-${code}`);
// Figures, the sentences beside them and what stands behind them wait alike when the network is down.
const kept = (element) => element.matches("input.cell, textarea[name^='text-'], input[name^='evidence-'], input[name^='kind-'][hx-post]");
const find = (name, value) => cellOf(name) ?? [...document.getElementsByName(name)].find((one) => one.type !== "radio" || one.value === value);
function putBack(element, value) { if (element.type === "radio") { element.checked = true; } else { element.value = value; } }
const row = (input) => input.closest(".pair");
const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_match, name) => values[name]);

// --- the line that says what is saved -------------------------------------------------------------------------------
function say(kind, text) {
  for (const place of document.querySelectorAll(".saved[data-saved]")) {
    place.className = `saved saved--${kind}`;
    place.dataset.saved = kind;
    for (const icon of place.querySelectorAll("[data-icon]")) { icon.hidden = icon.dataset.icon !== kind; }
    place.querySelector("[data-words]").textContent = text;
  }
}
function tell() {
  const banner = document.getElementById("held");
  banner.hidden = held.size === 0;
  if (held.size) {
    say("held", words.offline);
    banner.querySelector("[data-held]").textContent = fill(words.held, { count: held.size });
    banner.querySelector("[data-since]").textContent = offlineSince ? fill(words.since, { time: offlineSince }) : "";
  } else if (sending) {
    say("busy", words.saving);
  }
  for (const input of cells()) { row(input)?.classList.toggle("is-held", held.has(input.name)); }
  tellBar();
}
// The bottom bar is what a phone always shows; every answer draws it anew.
function tellBar() {
  const place = document.querySelector("[data-bar-held]");
  if (place) {
    place.hidden = held.size === 0 && navigator.onLine;
    place.querySelector("[data-bar-held-words]").textContent = held.size ? fill(words.heldBar, { count: held.size }) : words.lost;
    place.querySelector("[data-retry]").hidden = held.size === 0;
  }
  const wrong = document.querySelector("[data-errors]:not(#words)");
  if (wrong) {
    const uncounted = [...refused].filter((code) => document.getElementById(`note-${code}`)?.dataset.counted === undefined).length;
    const count = Number(wrong.dataset.errors) + uncounted;
    wrong.hidden = count === 0;
    wrong.querySelector("span").textContent = fill(words.errors, { count });
  }
}
function hold(input) {
  held.set(input.name, input.value);
  offlineSince ??= clock();
  keep();
  tell();
  clearTimeout(timer);
  timer = setTimeout(resend, retryAfter);
}
function resend() {
  for (const [name, value] of held) {
    const input = find(name, value);
    if (input && !input.readOnly) { putBack(input, value); htmx.trigger(input, "resend"); } else { held.delete(name); }
  }
  keep();
  tell();
}

// --- htmx tells what happened to each save ----------------------------------------------------------------------------
form.addEventListener("htmx:beforeRequest", (event) => {
  if (!kept(event.target)) { return; }
  sending += 1;
  tell();
});
form.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!event.target.matches("input.cell")) { return; }
  const status = event.detail.xhr.status;
  refused.delete(event.target.name);
  if (status === 422) { refused.add(event.target.name); }
  answering = event.target.name;
});
form.addEventListener("htmx:afterRequest", (event) => {
  if (!kept(event.target)) { return; }
  sending = Math.max(0, sending - 1);
  const answer = event.detail.xhr;
  const input = event.target;
  answering = "";
  if ((answer.status >= 200 && answer.status < 300) || answer.status === 422) {
    const waited = held.size;
    held.delete(input.name);
    keep();
    if (waited && !held.size) { offlineSince = null; announce(words.back); }
    if (!held.size && !sending) { refused.size ? say("failed", fill(words.refused, { count: refused.size })) : say("ok", fill(words.saved, { time: answer.getResponseHeader("X-Saved-At") ?? clock() })); }
    tell();
  } else if (answer.status === 409) {
    held.delete(input.name);
    keep();
    tell();
    say("failed", words.failed);
  } else if (answer.status === 401 || answer.status === 403) {
    say("failed", words.failed);
    held.set(input.name, input.value);
    keep();
  } else {
    hold(input);
  }
});
function announce(text) { document.getElementById("live").textContent = text; }
window.addEventListener("online", resend);
window.addEventListener("offline", () => { document.getElementById("live-now").textContent = words.lost; tellBar(); });
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-retry]")) { resend(); }
  const jump = event.target.closest("[data-jump]");
  if (jump) {
    const input = cellOf(jump.dataset.jump);
    const answer = jump.hasAttribute("data-answer") && document.getElementById(`text-${jump.dataset.jump}`);
    if (answer || input) { event.preventDefault(); }
    if (answer) { answer.focus(); answer.scrollIntoView({ block: "center" }); } else if (input) { go(input); }
  }
  const onward = event.target.closest(".bottom-bar a.button--primary:not([data-jump])");
  if (onward && refused.size) { event.preventDefault(); go(cellOf([...refused][0])); }
});

// Each cell remembers the version of the report that it shows: another person's change of it is then noticed.
form.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches("input.cell")) { event.detail.parameters.version = event.target.dataset.seen; }
});
document.addEventListener("click", (event) => {
  const take = event.target.closest("[data-take]");
  if (!take) { return; }
  const input = cellOf(take.dataset.take);
  input.value = take.dataset.value;
  input.dataset.seen = document.getElementById("version").value;
  htmx.trigger(input, "resend");
});

// Answers may carry a newer note of a cell in which somebody is typing: leave that one alone.
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const target = event.detail.target;
  const code = target.id.startsWith("note-") ? target.id.slice("note-".length) : "";
  if (code !== answering && refused.has(code)) { event.detail.shouldSwap = false; return; }
  if ([...held.keys()].some((name) => !cellOf(name) && [...document.getElementsByName(name)].some((one) => target.contains(one)))) { event.detail.shouldSwap = false; return; }
  if (target.contains(document.activeElement) && document.activeElement.matches("textarea, input[type=text]")) { event.detail.shouldSwap = false; }
});
// One answer carries many fragments: paint once, after the last.
let painting = 0;
document.body.addEventListener("htmx:oobAfterSwap", () => { clearTimeout(painting); painting = setTimeout(paint, 0); });

// --- states -----------------------------------------------------------------------------------------------------------
function paint() {
  for (const input of cells()) {
    const note = document.getElementById(`note-${input.name}`);
    const state = note?.dataset.state ?? "";
    input.classList.toggle("cell--error", state === "error");
    input.classList.toggle("cell--reason", state === "reason");
    if (state === "error") { input.setAttribute("aria-invalid", "true"); } else { input.removeAttribute("aria-invalid"); }
    if (note?.dataset.shown !== undefined && !held.has(input.name)) {
      if (input !== document.activeElement) { input.value = note.dataset.shown; }
      if (input.value === note.dataset.shown) { input.dataset.seen = document.getElementById("version").value; }
    }
  }
  tellBar();
}

// --- keys -------------------------------------------------------------------------------------------------------------
function go(input) {
  input.focus();
  input.select();
  input.scrollIntoView({ block: "center" });
}
function nextBlank(from) {
  const all = cells();
  const start = all.indexOf(from);
  const order = [...all.slice(start + 1), ...all.slice(0, start)];
  return order.find((input) => input.value.trim() === "") ?? all[start + 1];
}
form.addEventListener("focusin", (event) => { if (event.target.matches("input.cell")) { event.target.dataset.before = event.target.value; } });
form.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches("input.cell")) { undone.push([input.name, input.dataset.before ?? ""]); input.dataset.before = input.value; }
});
form.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches("input.cell")) { return; }
  const all = cells();
  const at = all.indexOf(input);
  if (event.key === "Enter") {
    event.preventDefault();
    const next = nextBlank(input);
    if (next) { go(next); } else { input.blur(); document.querySelector(".bottom-bar .button--primary")?.focus(); }
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = all[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); go(next); }
  } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && input.value === input.dataset.before && undone.length) {
    event.preventDefault();
    const [code, value] = undone.pop();
    const earlier = cellOf(code);
    earlier.value = value;
    go(earlier);
    earlier.dataset.before = value;
    htmx.trigger(earlier, "resend");
  }
});
document.addEventListener("submit", (event) => {
  if (held.size && event.target.matches("[data-needs-network]")) {
    event.preventDefault();
    announce(words.wait);
    document.getElementById("held").scrollIntoView({ block: "center" });
  }
});
// "Typed by mistake": back to the cell with its value selected.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-mistake]")) { go(cellOf(event.target.dataset.mistake)); event.target.checked = false; }
});

// --- which block is on the screen ---------------------------------------------------------------------------------------
const links = new Map([...document.querySelectorAll(".block-list a")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting && links.has(entry.target.id)) {
      for (const link of links.values()) { link.classList.remove("is-here"); link.removeAttribute("aria-current"); }
      links.get(entry.target.id).classList.add("is-here");
      links.get(entry.target.id).setAttribute("aria-current", "true");
    }
  }
}, { rootMargin: "-10% 0px -75% 0px" });
for (const block of document.querySelectorAll(".block")) { seen.observe(block); }

// --- begin: what an earlier visit could not send --------------------------------------------------------------------------
for (const [name, value] of held) {
  const input = find(name, value);
  const waits = input && !input.readOnly && (input.type === "radio" ? !input.checked : input.value !== value);
  if (waits) { putBack(input, value); } else { held.delete(name); }
}
keep();
paint();
if (held.size) { offlineSince = null; resend(); }
