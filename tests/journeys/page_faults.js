// What is wrong with the page as it stands, as a list of sentences. `touch`: whether fingers use it (telephone width).
({ touch }) => {
  const faults = [];
  const named = (node) => {
    const words = (node.getAttribute("aria-label") || node.textContent || node.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const classes = typeof node.className === "string" ? node.className.trim().split(/\s+/).slice(0, 2).join(".") : "";
    return `<${node.localName}${classes ? "." + classes : ""}${node.id ? "#" + node.id : ""}> “${words}”`;
  };
  const seen = (node) => node.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && !node.closest(".hidden-visually");

  const root = document.documentElement;
  if (root.lang !== "vi") { faults.push(`lang="${root.lang}"`); }
  const titles = [...document.querySelectorAll("h1")].filter((title) => title.checkVisibility());
  if (titles.length !== 1) { faults.push(`${titles.length} h1`); }
  if (titles.some((title) => !title.textContent.trim())) { faults.push("an empty h1"); }
  if (!document.title.trim() || document.title.startsWith("·")) { faults.push(`title “${document.title}”`); }

  if (root.scrollWidth > innerWidth) {
    const outside = [...document.body.querySelectorAll("*")].filter((node) => seen(node) && node.getBoundingClientRect().right > innerWidth + 1);
    const boxed = (node) => { for (let up = node.parentElement; up; up = up.parentElement) { if (getComputedStyle(up).overflowX !== "visible") { return true; } } return false; };
    faults.push(`scrolls sideways, ${root.scrollWidth} > ${innerWidth}: ${outside.filter((node) => !boxed(node)).slice(-2).map(named).join(", ")}`);
  }

  const leaks = [/\{\{|\}\}|\{%|%\}/, /\bNone\b|\bundefined\b|\bNaN\b|\[object /, /\b[a-z]+\.[A-Z][A-Za-z]+ \d+/, /&(amp|lt|gt|quot|#\d+);/];
  const texts = [document.title];
  for (const node of document.body.querySelectorAll("*")) {
    if (["script", "style", "template"].includes(node.localName)) { continue; }
    texts.push(...[...node.attributes].map((one) => one.value), ...[...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.data));
  }
  for (const leak of leaks) {
    const text = texts.find((one) => leak.test(one));
    if (text !== undefined) { faults.push(`leaks “${text.trim().slice(0, 60)}”`); }
  }

  if (touch) {
    const least = 44;
    const reached = (node, x, y) => {
      const hit = document.elementFromPoint(x, y);
      return Boolean(hit) && (node.contains(hit) || hit.contains(node) && hit.localName === "label" || hit.control === node || Boolean(hit.closest("label")) && hit.closest("label").control === node);
    };
    for (const node of document.querySelectorAll("button, .button, summary, select, textarea, input:not([type=hidden])")) {
      if (!seen(node)) { continue; }
      let box = node.getBoundingClientRect();
      if (box.width >= least - 0.5 && box.height >= least - 0.5) { continue; }
      node.scrollIntoView({ block: "center", inline: "center" });
      box = node.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const [wide, high] = [Math.max(least, box.width) / 2 - 1, Math.max(least, box.height) / 2 - 1];
      const corners = box.width >= least ? [[x, y - high], [x, y + high]] : box.height >= least ? [[x - wide, y], [x + wide, y]] : [[x - wide, y], [x + wide, y], [x, y - high], [x, y + high]];
      if (!corners.every(([left, top]) => reached(node, left, top))) { faults.push(`touch target ${Math.round(box.width)} × ${Math.round(box.height)}: ${named(node)}`); }
    }
    scrollTo(0, 0);
  }
  return faults;
}
