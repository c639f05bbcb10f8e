// What scripts add to pages that work without them: search, the sentence beside a figure, cite
// buttons, filters, interactive charts. Each part is loaded where, and when, it is wanted.

const base = new URL("../", import.meta.url);

const today = new Date().toISOString().slice(0, 10);

function fillAccessDate() {
  for (const node of document.querySelectorAll(".ref")) {
    node.textContent = node.textContent.replaceAll("YYYY-MM-DD", today);
  }
}

async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
  } catch {
    window.prompt("请复制：", text);
  }
  setTimeout(() => { button.textContent = before; }, 1600);
}

function citeButtons() {
  const references = document.querySelectorAll(".cite .ref");
  const cite = references[0]?.textContent.trim();
  for (const reference of references) {
    reference.append(button("复制", (self) => copy(reference.firstChild.textContent.trim(), self)));
  }
  if (!cite) return;
  // One button for all rows: it follows the row that is pointed at or focused.
  const shared = button("引用", (self) => {
    const row = self.closest("tr");
    const figure = `${row.cells[0].firstChild.textContent.trim()} ${row.cells[1].textContent.trim()}`;
    const anchor = `#${row.id || row.querySelector("[id]").id}`;
    copy(cite.replace("[R/OL]", `：${figure}[R/OL]`).replace(/\.$/, `${anchor}.`), self);
  });
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const head = event.target.closest?.(".figs tr")?.querySelector("tbody th");
      if (head && shared.parentElement !== head) head.append(shared);
    });
  }
}

function button(text, act) {
  const node = document.createElement("button");
  node.type = "button";
  node.textContent = text;
  node.addEventListener("click", () => act(node));
  return node;
}

// --- the sentence beside a figure, the definition beside a term ---------------------------------

let pop;
let glossary;

function show(anchor, fill) {
  hide();
  pop = document.createElement("div");
  pop.className = "mz-pop";
  pop.setAttribute("role", "tooltip");
  fill(pop);
  document.body.append(pop);
  const at = anchor.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - pop.offsetWidth - 8);
  const above = at.top > pop.offsetHeight + 60;
  pop.style.left = `${Math.max(8, left) + scrollX}px`;
  pop.style.top = `${(above ? at.top - pop.offsetHeight - 6 : at.bottom + 6) + scrollY}px`;
}

function hide() {
  pop?.remove();
  pop = undefined;
}

function sentenceAround(mark) {
  const text = mark.closest("p, td, th")?.textContent ?? "";
  const range = document.createRange();
  range.selectNodeContents(mark.closest("p, td, th"));
  range.setEnd(mark, 0);
  const at = range.toString().length;
  const start = Math.max(text.lastIndexOf("。", at - 1), text.lastIndexOf("\n", at - 1)) + 1;
  const stop = text.indexOf("。", at);
  const end = stop < 0 ? text.length : stop + 1;
  return [text.slice(start, at), mark.textContent, text.slice(at + mark.textContent.length, end)];
}

async function describe(link) {
  const id = decodeURIComponent(link.hash.slice(1));
  if (link.classList.contains("t")) {
    const slug = link.pathname.replace(/\/$/, "").split("/").pop();
    glossary ??= fetch(new URL("assets/glossary.json", base)).then((answer) => answer.json());
    const short = (await glossary)[slug];
    if (short && link.matches(":hover, :focus")) show(link, (node) => { node.textContent = short; });
    return;
  }
  const target = id && link.hash && link.pathname === location.pathname && document.getElementById(id);
  if (!target) return;
  const mark = target.closest(".paper") && target.matches("a, mark") ? target : null;
  if (mark) {
    const [before, number, after] = sentenceAround(mark);
    show(link, (node) => {
      const strong = document.createElement("mark");
      strong.textContent = number;
      node.append(before, strong, after);
    });
  } else if (link.closest(".paper") || link.matches(".num")) {
    const row = target.closest("tr");
    if (!row) return;
    const name = document.createElement("b");
    name.textContent = row.cells[0].firstChild.textContent;
    show(link, (node) => node.append(name, target === row ? row.cells[1].textContent.trim() : target.textContent));
  }
}

function popovers() {
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const link = event.target.closest?.("a");
      if (link && link.closest(".md-content")) describe(link);
    });
  }
  for (const kind of ["mouseout", "focusout"]) document.addEventListener(kind, hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}

// --- parts that are loaded when they are wanted --------------------------------------------------

function lazyCharts() {
  const charts = document.querySelectorAll("figure.chart[data-kind]");
  if (!charts.length) return;
  import("./charts.js").then((module) => module.prepare(charts));
}

function search() {
  const open = () => import("./search.js").then((module) => module.open(base));
  for (const node of document.querySelectorAll("[data-search]")) {
    node.hidden = false;
    node.addEventListener("click", open);
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!typing && (event.key === "/" || event.key === "s" || event.key === "f") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
}

function searchPage() {
  const form = document.querySelector("[data-fulltext]");
  if (form) import("./search-page.js").then((module) => module.start(form, base));
}

function findings() {
  const form = document.querySelector("[data-findings]");
  if (form) import("./findings.js").then((module) => module.start(form, base));
}

function comparison() {
  const form = document.querySelector("[data-compare]");
  if (form) import("./compare.js").then((module) => module.start(form, base));
}

function notFound() {
  const list = document.querySelector("[data-suggest]");
  if (list) import("./notfound.js").then((module) => module.start(list, base));
}

function tables() {
  const found = document.querySelectorAll("table.raw");
  if (found.length) import("./tables.js").then((module) => module.prepare(found));
}

function english() {
  const button = document.querySelector("[data-english]");
  if (button) import("./english.js").then((module) => module.start(base, button));
}

function openForPrint() {
  addEventListener("beforeprint", () => {
    for (const node of document.querySelectorAll(".md-content details")) node.open = true;
  });
}

fillAccessDate();
citeButtons();
popovers();
lazyCharts();
search();
searchPage();
findings();
comparison();
notFound();
tables();
english();
openForPrint();
