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

// --- parts that are loaded when they are wanted --------------------------------------------------

// The sentence beside a figure, the definition beside a term: when a reader first points at a link; where
// there are fingers, before the first tap.
function beside() {
  if (!document.querySelector("[data-pages], .md-content a.t")) return;
  const start = (event) => import("./beside.js").then((module) => module.start(base, event));
  if (matchMedia("(any-pointer: coarse)").matches) {
    start();
    return;
  }
  const kinds = ["mouseover", "focusin"];
  const wake = (event) => {
    if (!event.target.closest?.(".md-content a")) return;
    for (const kind of kinds) removeEventListener(kind, wake, true);
    start(event);
  };
  for (const kind of kinds) addEventListener(kind, wake, true);
}

// An anchor that stands on another page of the same department-year: addresses once given stay good.
function handOn() {
  const id = decodeURIComponent(location.hash.slice(1));
  const found = id && document.getElementById(id);
  if (id && document.querySelector("[data-pages]") && (!found || found.closest(".outline"))) {
    import("./beside.js").then((module) => module.handOn(id));
  }
}

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

// Light or dark: the device's setting, until the reader chooses. The first choice is made in the page's head.
function scheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = (name) => document.body.setAttribute("data-md-color-scheme", name);
  const button = document.querySelector("[data-scheme]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const name = document.body.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate";
    show(name);
    __md_set("__palette", { scheme: name });
  });
  dark.addEventListener("change", () => {
    if (!__md_get("__palette")?.scheme) show(dark.matches ? "slate" : "default");
  });
}

function openForPrint() {
  addEventListener("beforeprint", () => {
    for (const node of document.querySelectorAll(".md-content details")) node.open = true;
  });
}

fillAccessDate();
citeButtons();
beside();
handOn();
addEventListener("hashchange", handOn);
lazyCharts();
search();
searchPage();
findings();
comparison();
notFound();
tables();
english();
scheme();
openForPrint();
