// The plan page: arrows move between clauses, Enter opens one (as a summary does by itself); a choice in the sheet closes it.
const typing = (element) => element instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) { return; }
  if (localStorage.getItem("tiendo.keys") === "off") { return; }
  const clauses = [...document.querySelectorAll("[data-clause] > summary")];
  const at = clauses.indexOf(document.activeElement);
  if (at < 0 && event.target !== document.body && !event.target.closest?.("main")) { return; }
  const next = clauses[at < 0 ? 0 : at + step];
  if (next && at >= 0) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "center" }); }
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-closes] a") : null;
  if (link) { link.closest("dialog")?.close(); }
});
