// Typing without marks finds a unit: arrows move, Enter takes, Esc leaves.

const wait = 160;

function shown(unit, at, id) {
  const row = document.createElement("li");
  row.id = `${id}-${at}`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", String(at === 0));
  row.dataset.code = unit.code;
  row.append(Object.assign(document.createElement("span"), { textContent: unit.shown }));
  row.append(Object.assign(document.createElement("span"), { textContent: unit.note ?? "", className: "note" }));
  return row;
}

function picker(box) {
  const input = box.querySelector("input[role=combobox]");
  const code = box.querySelector("input[type=hidden]");
  const list = box.querySelector("[role=listbox]");
  const none = box.querySelector("[data-none]");
  let timer = 0;
  let asked = 0;

  const close = () => { list.hidden = true; none.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (row) => {
    for (const other of list.children) { other.setAttribute("aria-selected", String(other === row)); }
    input.setAttribute("aria-activedescendant", row.id);
  };
  const take = (row) => {
    code.value = row.dataset.code;
    input.value = row.firstChild.textContent;
    close();
    code.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const find = async () => {
    const mine = ++asked;
    if (!input.value.trim()) { close(); return; }
    const answer = await fetch(`${box.dataset.url}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) { return; }
    const units = await answer.json();
    list.replaceChildren(...units.map((unit, at) => shown(unit, at, list.id)));
    list.hidden = units.length === 0;
    none.hidden = units.length > 0;
    input.setAttribute("aria-expanded", String(units.length > 0));
    if (units.length) { mark(list.firstChild); }
  };
  input.addEventListener("input", () => { code.value = ""; clearTimeout(timer); timer = setTimeout(find, wait); });
  input.addEventListener("keydown", (event) => {
    const rows = [...list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") { close(); }
    if (list.hidden || !rows.length) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(rows[(at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length]);
    }
    if (event.key === "Enter") { event.preventDefault(); take(rows[Math.max(at, 0)]); }
  });
  list.addEventListener("pointerdown", (event) => { event.preventDefault(); const row = event.target.closest("li"); if (row) { take(row); } });
  input.addEventListener("blur", close);
  if (input === document.activeElement && !code.value) { find(); } // typed before the script was there
}

const bind = (root) => {
  for (const box of root.querySelectorAll("[data-unit-picker]:not([data-bound])")) { box.dataset.bound = ""; picker(box); }
};
bind(document);
document.addEventListener("htmx:load", (event) => bind(event.target));
