// Keys of the boards: J/K between tasks, arrows along the strip of clauses, arrows through the columns of a figure's way.

const TYPING = "input, select, textarea, [contenteditable]";

const move = (items, step) => {
  const here = items.indexOf(document.activeElement?.closest("[data-tasks] > li, .strip-mark, .row-link"));
  const next = items[Math.min(items.length - 1, Math.max(0, here + step))];
  if (next) { next.focus(); }
};

const lettersOff = () => window.localStorage.getItem("tiendo.keys") === "off";

const inTasks = (event) => {
  const tasks = [...document.querySelectorAll("[data-tasks] > li")];
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!tasks.length || !step || lettersOff()) { return false; }
  move(tasks, step);
  return true;
};

const inStrip = (event) => {
  const marks = [...document.querySelectorAll("[data-strip] .strip-mark")];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !marks.includes(document.activeElement)) { return false; }
  move(marks, step);
  return true;
};

const inLineage = (event) => {
  const columns = [...document.querySelectorAll("[data-lineage] .lineage-step")]
    .map((column) => [...column.querySelectorAll(".row-link")])
    .filter((links) => links.length);
  if (!columns.length) { return false; }
  const at = columns.findIndex((links) => links.includes(document.activeElement));
  const rows = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (rows) { if (at < 0) { columns[0][0].focus(); } else { move(columns[at], rows); } return true; }
  if (sideways) { columns[Math.min(columns.length - 1, Math.max(0, at + sideways))][0].focus(); return true; }
  return false;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) { return; }
  if (event.key === "Enter" && document.activeElement?.matches("[data-tasks] > li")) {
    document.activeElement.querySelector("a.button")?.click();
    return;
  }
  if (inTasks(event) || inStrip(event) || inLineage(event)) { event.preventDefault(); }
});
