// The approver's desk: J and K walk the list, comments typed beside a cell change what the bar offers.

const odd = [...document.querySelectorAll("[data-report-link]")];
const here = odd.findIndex((link) => link.classList.contains("is-selected"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
  if (localStorage.getItem("tiendo.keys") === "off" || document.querySelector("dialog[open]")) { return; }
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (step && odd[here + step]) { event.preventDefault(); odd[here + step].click(); }
  if (event.key.toLowerCase() === "c") {
    const ask = document.querySelector(".judge tr.is-selected details.ask, .judge details.ask");
    if (ask) { event.preventDefault(); ask.open = true; ask.querySelector("textarea").focus(); }
  }
});

const judge = document.getElementById("judge");
const fill = (text, count) => text.replace("{count}", String(count));
function offer() {
  if (!judge) { return; }
  const asked = [...judge.querySelectorAll("textarea[data-question]")].filter((box) => box.value.trim()).length;
  const words = judge.dataset;
  const back = document.querySelector("[data-return]");
  const accept = document.querySelector("[data-accept]");
  if (!back && !accept) { return; }
  document.querySelector("[data-asked][role=status]").textContent = asked ? fill(words.asked, asked) : words.none;
  if (back) {
    back.querySelector("span").textContent = asked ? fill(words.returnSome, asked) : words.returnAll;
    back.classList.toggle("button--primary", asked > 0);
    back.classList.toggle("button--outline", asked === 0);
  }
  if (accept) {
    accept.classList.toggle("button--primary", asked === 0);
    accept.classList.toggle("button--outline", asked > 0);
  }
}
judge?.addEventListener("input", offer);
document.querySelector("[data-return]")?.addEventListener("click", () => {
  const asked = [...judge.querySelectorAll("textarea[data-question]")].some((box) => box.value.trim());
  if (asked) { document.getElementById("send-back").showModal(); return; }
  document.querySelector("[data-asked][role=status]").textContent = judge.dataset.missing;
  const ask = judge.querySelector("details.ask");
  for (let fold = ask.closest("details.fold"); fold; fold = fold.parentElement.closest("details.fold")) { fold.open = true; }
  ask.open = true;
  ask.querySelector("textarea").focus();
});
offer();

const ticks = [...document.querySelectorAll("input[name=report]")];
const bulk = document.querySelector("[data-bulk]");
const all = document.querySelector("[data-all]");
function counted() {
  if (!bulk) { return; }
  const chosen = ticks.filter((tick) => tick.checked).length;
  bulk.querySelector("span").textContent = chosen ? fill(bulk.dataset.words, chosen) : bulk.dataset.nothing;
  if (all) { all.textContent = chosen ? all.dataset.off : all.dataset.on; }
}
document.addEventListener("change", (event) => { if (event.target.matches("input[name=report]")) { counted(); } });
all?.addEventListener("click", () => {
  const on = ticks.some((tick) => tick.checked);
  for (const tick of ticks) { tick.checked = !on; }
  counted();
});
counted();
