// What stands behind a number, shown beside it: the sentence of the source, the name of a cell of a
// table, the definition of a term. A department-year lies on several pages (`data-pages` lists the others);
// one that is asked about is fetched once. A mouse points and clicks, a finger taps once to see, and goes
// on by the link inside.

// Links that have something to show.
const TELLING = "a.t, .paper a, .raw a, .figs td a, a.num, a.big, .delta a, .chart a, .unfold a, .proof a, .outline a";
const LONGEST = 160; // characters of a paragraph
const CLOSE = 45; // characters on either side of a number, where its name stands above
const PATIENCE = 250; // milliseconds in which the pointer may reach what is shown

const others = (document.querySelector("[data-pages]")?.dataset.pages ?? "").split(" ").filter(Boolean);
const known = new Map(others.map((page) => [new URL(page, location).pathname, null]));
const path = (address) => address.replace(/index\.html$/, "");
let glossary;
let names;
let pop;
let shownFor;
let leaving;

// A page of this department-year as a document; undefined for any other page.
async function page(address) {
  if (path(address) === path(location.pathname)) return document;
  if (!known.has(path(address))) return undefined;
  if (!known.get(path(address))) {
    known.set(path(address), fetch(address)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((text) => new DOMParser().parseFromString(text, "text/html"))
      .catch(() => undefined));
  }
  return known.get(path(address));
}

// Leads on to the page that has this anchor, where this one has not.
export async function handOn(id) {
  const here = document.getElementById(id)?.closest("a");
  if (here) return location.replace(`${path(new URL(here.href).pathname)}#${encodeURIComponent(id)}`);
  for (const address of known.keys()) {
    const found = await page(address);
    if (found?.getElementById(id)) return location.replace(`${address}#${encodeURIComponent(id)}`);
  }
  return undefined;
}

function sentence(mark) {
  const whole = mark.closest("p, td, th");
  const text = whole.textContent;
  const range = mark.ownerDocument.createRange();
  range.selectNodeContents(whole);
  range.setEnd(mark, 0);
  const at = range.toString().length;
  const start = Math.max(text.lastIndexOf("。", at - 1), text.lastIndexOf("\n", at - 1)) + 1;
  const stop = text.indexOf("。", at);
  const number = document.createElement("mark");
  number.textContent = mark.textContent;
  return [text.slice(start, at), number, text.slice(at + mark.textContent.length, stop < 0 ? text.length : stop + 1)];
}

function titled(name, ...said) {
  const title = document.createElement("b");
  title.textContent = name;
  return [title, ...said];
}

async function cell(target, address) {
  const table = target.closest("table");
  const sheet = table.closest("section")?.querySelector("h3")?.textContent ?? "";
  names ??= fetch(new URL("names.json", new URL(address, location))).then((answer) => answer.json());
  const name = (await names)[target.id] ?? target.closest("tr").querySelector("th")?.textContent.trim() ?? "";
  const value = `${target.textContent.trim()}${table.dataset.unit ? ` ${table.dataset.unit}` : ""}`;
  const shown = titled(name, value, document.createElement("br"), sheet);
  const reference = document.querySelector(".cite .ref")?.firstChild?.textContent.trim();
  if (reference && target.ownerDocument === document) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "复制引用";
    button.addEventListener("click", async () => {
      const cited = reference.replace("[R/OL]", `：${name} ${value}[R/OL]`).replace(/\.$/, `#${target.id}.`);
      await navigator.clipboard.writeText(cited).catch(() => window.prompt("请复制：", cited));
      button.textContent = "已复制";
    });
    shown.push(" ", button);
  }
  return shown;
}

// What a link has to show, as nodes and strings; null where it has nothing.
async function told(link, base) {
  if (link.classList.contains("t")) {
    glossary ??= fetch(new URL("assets/glossary.json", base)).then((answer) => answer.json());
    const short = (await glossary)[link.pathname.replace(/\/$/, "").split("/").pop()];
    return short ? [short] : null;
  }
  const id = decodeURIComponent(link.hash.slice(1));
  const target = id && (await page(link.pathname))?.getElementById(id);
  if (!target) return null;
  if (target.closest(".paper")) {
    if (target.matches("a, mark")) return sentence(target);
    const text = target.textContent.trim();
    return [text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text];
  }
  if (target.closest(".raw")) return cell(target, link.pathname);
  const row = target.closest(".figs tr");
  if (!row) return null;
  const figure = target === row ? row.cells[1] : target;
  const words = link.closest(".paper") ? [] : await wordsOf(figure, link);
  return titled(row.cells[0].firstChild.textContent, figure.textContent.trim(), ...words);
}

// The words of the source that a row of figures links to, as much of them as stands close to the number.
async function wordsOf(figure, link) {
  const printed = figure.querySelector("a");
  if (!printed) return [];
  // The row may come from a page fetched: its links are relative to that page.
  const at = new URL(printed.getAttribute("href"), new URL(link.pathname, location));
  const mark = (await page(at.pathname))?.getElementById(decodeURIComponent(at.hash.slice(1)));
  if (!mark?.matches(".paper a, .paper mark")) return [];
  const [before, number, after] = sentence(mark);
  const quoted = document.createElement("q");
  quoted.append(before.length > CLOSE ? `…${before.slice(-CLOSE)}` : before, number, after.length > CLOSE ? `${after.slice(0, CLOSE)}…` : after);
  return [quoted];
}

function show(link, content, tapped) {
  hide();
  pop = document.createElement("div");
  pop.className = "mz-pop";
  pop.setAttribute("role", tapped ? "dialog" : "tooltip");
  if (tapped) pop.setAttribute("aria-label", "这个数的出处");
  pop.append(...content);
  if (tapped) {
    const go = document.createElement("a");
    go.href = link.href;
    go.textContent = link.classList.contains("t") ? "看解释 ›" : "到那里去 ›";
    pop.append(go);
  }
  pop.addEventListener("mouseenter", () => clearTimeout(leaving));
  pop.addEventListener("mouseleave", leave);
  document.body.append(pop);
  shownFor = link;
  const at = link.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - pop.offsetWidth - 8);
  const above = at.top > pop.offsetHeight + 60;
  pop.style.left = `${Math.max(8, left) + scrollX}px`;
  pop.style.top = `${(above ? at.top - pop.offsetHeight - 4 : at.bottom + 4) + scrollY}px`;
}

function hide() {
  clearTimeout(leaving);
  pop?.remove();
  pop = undefined;
  shownFor = undefined;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, PATIENCE);
}

const telling = (event) => event.target.closest?.(TELLING);

async function point(link, base) {
  clearTimeout(leaving);
  if (!link || link === shownFor || !link.closest(".md-content")) return;
  const content = await told(link, base).catch(() => null);
  if (content && link.matches(":hover, :focus")) show(link, content, false);
}

async function tap(event, base) {
  const link = telling(event);
  if (!link || !link.closest(".md-content") || link.closest(".mz-pop")) {
    if (!event.target.closest?.(".mz-pop")) hide();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const content = await told(link, base).catch(() => null);
  if (content) show(link, content, true);
  else location.href = link.href;
}

// `first` is the event that woke this up, where there was one.
export function start(base, first) {
  let finger = first?.pointerType === "touch";
  addEventListener("pointerdown", (event) => { finger = event.pointerType === "touch"; }, true);
  document.addEventListener("click", (event) => {
    if (finger) tap(event, base);
    else if (!event.target.closest?.(".mz-pop")) hide();
  });
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => { if (!finger) point(telling(event), base); });
  }
  for (const kind of ["mouseout", "focusout"]) {
    document.addEventListener(kind, (event) => { if (!finger && event.target.closest?.("a")) leave(); });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  if (first && !finger) point(telling(first), base);
}
