// The review of a plan: choosing in one column chooses in all; keys take steps; an answer that is refused stands above, nothing is lost.

const root = document.querySelector("[data-review]");
const tree = document.getElementById("tree");
const paper = document.getElementById("paper");
const writes = root.hasAttribute("data-writes");
const still = matchMedia("(prefers-reduced-motion: reduce)");

// While a step is on its way the tree is about to be replaced: what is chosen meanwhile is chosen afterwards, a second step waits to be asked again.
let sending = 0;
let wanted = null;

const chosen = () => tree.querySelector(".tree-row.is-selected");
const line = (row) => row.querySelector(":scope > .tree-line");
const keyOf = (row) => row.id.replace("row-", "");
const version = () => tree.querySelector("[data-version]").dataset.version;
const typing = (element) => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
const keysOff = () => localStorage.getItem("tiendo.keys") === "off";

function show(element, box) {
  if (!element || box.scrollHeight <= box.clientHeight) { return; }
  const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTo({ top: Math.max(0, top - box.clientHeight / 3), behavior: still.matches ? "auto" : "smooth" });
}

function mark(key) {
  for (const row of tree.querySelectorAll(".tree-row")) {
    const here = row.id === `row-${key}`;
    row.classList.toggle("is-selected", here);
    if (here) { line(row).setAttribute("aria-current", "true"); } else { line(row).removeAttribute("aria-current"); }
  }
  for (const part of paper.querySelectorAll(".paper-part")) { part.classList.toggle("is-selected", part.id === `paper-${key}`); }
  for (const link of document.querySelectorAll("#questions [data-goes]")) {
    link.closest(".question").classList.toggle("is-selected", link.dataset.goes === key);
  }
  rove();
}

// One line of the tree is in the order of Tab, and none of the paper; the arrows move.
function rove() {
  for (const row of tree.querySelectorAll(".tree-row")) { line(row).tabIndex = row.classList.contains("is-selected") ? 0 : -1; }
  for (const part of paper.querySelectorAll(".paper-part")) { part.tabIndex = -1; }
}

function reveal(key, from) {
  if (from !== "paper") { show(document.getElementById(`paper-${key}`), paper); }
  show(document.getElementById(`row-${key}`), tree);
  show(document.querySelector("#questions .question.is-selected"), document.querySelector(".questions-scroll"));
}

async function choose(key, { focus = true, from = "" } = {}) {
  const row = document.getElementById(`row-${key}`);
  if (!row) { return; }
  if (sending) { wanted = key; return; }
  const panel = document.getElementById("panel");
  const before = chosen();
  mark(key);
  if (focus) { line(row).focus({ preventScroll: true }); }
  if (before !== row || !panel) {
    panel?.remove();
    const made = Object.assign(document.createElement("div"), { id: "panel", className: "tree-panel" });
    row.append(made);
    history.replaceState(null, "", `?at=${key}`);
    await htmx.ajax("GET", `${root.dataset.panel}?at=${key}`, { target: made, swap: "innerHTML" });
  }
  reveal(key, from);
}

function step(verb, values = {}) {
  if (sending) { return; }
  const row = chosen();
  const address = verb === "undo" || verb === "redo" ? root.dataset[verb] : root.dataset.steps.replace("/verb", `/${verb}`);
  htmx.ajax("POST", address, { target: tree, swap: "innerHTML", values: { version: version(), at: row ? keyOf(row) : "", ...values } });
}

// Where in the plan's text a place in the paper is: each run says where it begins.
function position(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  return run ? { at: Number(run.dataset.start) + (node.nodeType === Node.TEXT_NODE ? [...node.data.slice(0, offset)].length : 0), part: run.closest(".paper-part") } : null;
}

function picked() {
  const selection = window.getSelection();
  if (!selection.rangeCount || !paper.contains(selection.anchorNode)) { return null; }
  const range = selection.getRangeAt(0);
  const start = position(range.startContainer, range.startOffset);
  const end = position(range.endContainer, range.endOffset);
  return start?.part ? { start: start.at, end: end?.part === start.part ? end.at : start.at, key: start.part.id.replace("paper-", "") } : null;
}

function open(selector) {
  const row = chosen();
  const fold = row?.querySelector("#shape");
  if (fold) { fold.open = true; }
  row?.querySelector(selector)?.focus();
}

const verbs = {
  s: () => { const words = picked(); if (words && words.key === keyOf(chosen())) { step("split", { place: words.start }); } else { open(".panel-cuts button"); } },
  m: () => step("merge"),
  t: () => { const words = picked(); if (words && words.end > words.start) { step("target", { at: words.key, start: words.start, end: words.end }); } else { open(".target-form button"); } },
  c: () => { const box = chosen()?.querySelector("#pick-lead, #pick-below"); box?.focus(); box?.scrollIntoView({ block: "center" }); },
};

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) { return; }
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !typing(event.target) && writes && (key === "z" || key === "y")) {
    event.preventDefault();
    step(key === "y" || event.shiftKey ? "redo" : "undo");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keysOff()) { return; }
  const onLine = event.target.classList?.contains("tree-line");
  if (onLine && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const rows = [...tree.querySelectorAll(".tree-row")];
    const next = rows[rows.indexOf(event.target.parentElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { choose(keyOf(next)); }
    return;
  }
  if (onLine && event.key === "Tab" && writes && keyOf(event.target.parentElement) !== "0") {
    event.preventDefault();
    step(event.shiftKey ? "promote" : "demote");
    return;
  }
  if (event.key === "Escape" && tree.contains(event.target)) {
    event.preventDefault();
    if (onLine) { document.querySelector("#questions a, #bar a")?.focus(); } else { line(chosen())?.focus(); }
    return;
  }
  if (onLine && event.key === "Enter") {
    event.preventDefault();
    document.querySelector("#panel button, #panel input:not([type=hidden]), #panel summary")?.focus();
    return;
  }
  if (writes && verbs[key] && chosen() && !event.shiftKey) { event.preventDefault(); verbs[key](); }
});

// The first question further down than the chosen row; after the last, the first of all.
function next() {
  const places = [...tree.querySelectorAll(".tree-row")].map(keyOf);
  const here = chosen() ? places.indexOf(keyOf(chosen())) : -1;
  const asked = [...document.querySelectorAll("#questions .question [data-goes]")].map((link) => link.dataset.goes);
  return asked.find((key) => places.indexOf(key) > here) ?? asked[0];
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-goes]") : null;
  if (!link || event.ctrlKey || event.metaKey) { return; }
  event.preventDefault();
  if (link.hasAttribute("data-next")) { choose(next() ?? "0"); return; }
  const inPaper = paper.contains(link);
  if (inPaper && !window.getSelection().isCollapsed) { return; }
  choose(link.dataset.goes, { from: inPaper ? "paper" : "", focus: !inPaper });
});

// Somebody picked from the list: the answer is sent at once.
document.addEventListener("change", (event) => {
  const form = event.target instanceof Element && event.target.matches(".unit-picker input[type=hidden]") ? event.target.closest("form.picks") : null;
  form?.requestSubmit();
});

// What the domain refuses stands above the columns; the columns and what was typed stay.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const banners = document.getElementById("banners");
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.target = banners;
    event.detail.swapOverride = "innerHTML";
    event.detail.shouldSwap = true;
  } else if (event.detail.xhr.status < 300 && event.detail.requestConfig.verb === "post") { banners.replaceChildren(); }
});
document.body.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.requestConfig.verb === "post") { sending += 1; } });
document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.requestConfig.verb === "post") { sending -= 1; } });
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "banners") { event.detail.target.scrollIntoView({ block: "nearest" }); return; }
  if (event.detail.target !== tree) { return; }
  rove();
  const row = chosen();
  if (wanted && !sending) { const key = wanted; wanted = null; choose(key); return; }
  if (row) { line(row).focus({ preventScroll: true }); reveal(keyOf(row)); }
});
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(name, () => { document.getElementById("banners").textContent = root.dataset.lost; });
}

rove();
if (chosen()) { reveal(keyOf(chosen())); }
