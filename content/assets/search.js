// Search over titles, places, departments, years, terms and rules: every word typed must occur in
// an entry; whole titles and beginnings come first. The index is one file, loaded on first use. What
// the reports say word for word follows below, see fulltext.js.

let index;
let dialog;

function weight(entry, words) {
  const [kind, title, detail, , more] = entry;
  let sum = { 报告: 3, 名词: 2, 部门: 2, 地区: 1, 规则: 0 }[kind];
  for (const word of words) {
    const name = title.toLowerCase();
    if (name === word) sum += 40;
    else if (name.startsWith(word)) sum += 20;
    else if (name.includes(word)) sum += 10;
    else if (`${detail} ${more}`.toLowerCase().includes(word)) sum += 2;
    else return -1;
  }
  return sum;
}

export function find(entries, query) {
  const words = query.toLowerCase().replace(/[“”"，,。]/g, " ").split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return entries
    .map((entry, order) => [weight(entry, words), order, entry])
    .filter(([value]) => value >= 0)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1])
    .slice(0, 30)
    .map(([, , entry]) => entry);
}

function marked(text, query) {
  const span = document.createElement("span");
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (!query || at < 0) {
    span.textContent = text;
    return span;
  }
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + query.length);
  span.append(text.slice(0, at), mark, text.slice(at + query.length));
  return span;
}

// A part of a status line: a label of its own, whatever stands beside it.
function part(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}

export function entries(base) {
  index ??= fetch(new URL("search-index.json", base)).then((answer) => answer.json());
  return index;
}

// One entry as a list item.
export function row([kind, title, detail, address], query, base) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const label = document.createElement("em");
  const small = document.createElement("small");
  link.href = new URL(address, base);
  link.translate = false;
  label.textContent = kind;
  small.append(marked(detail, query));
  link.append(label, marked(title, query), small);
  item.append(link);
  return item;
}

// What the reports say, below the names: from the second character, once the typing pauses.
async function fullText(query, base) {
  const { ask, entry, MISSING } = await import("./fulltext.js");
  const answer = await ask(base, query);
  if (!answer) return { note: MISSING, items: [] };
  const items = (await answer.page(0, 3)).map((report) => entry(report, 2));
  if (!items.length) return { note: "", items };
  const all = document.createElement("li");
  const link = document.createElement("a");
  link.className = "mz-all";
  link.href = new URL(`search/?${new URLSearchParams({ q: query })}`, base);
  link.textContent = `${answer.count} 份报告写到这些字，全部列出 ›`;
  all.append(link);
  return { note: `${answer.count} 份报告写到`, items: [...items, all] };
}

function build(base) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("assets/search.css", base);
  document.head.append(style);
  dialog = document.createElement("dialog");
  dialog.className = "mz-search";
  dialog.setAttribute("aria-label", "搜索");
  dialog.innerHTML = '<div><input type="search" aria-label="搜索部门、地区、年份、名词和报告原文" placeholder="部门、地区、年份、名词、数字，如：三公经费" autocomplete="off"><p role="status"></p><ul></ul></div>';
  document.body.append(dialog);
  const [input, status, list] = [dialog.querySelector("input"), dialog.querySelector("p"), dialog.querySelector("ul")];
  let wait;
  const show = async () => {
    const query = input.value.trim();
    clearTimeout(wait);
    const found = find(await entries(base), query);
    if (query !== input.value.trim()) return;
    const names = found.length ? `${found.length >= 30 ? "前 30" : found.length} 个名称` : "没有这样的名称";
    status.replaceChildren(...(query ? [part(names)] : []));
    const rows = found.map((entry) => row(entry, query, base));
    list.replaceChildren(...rows);
    if (query.length < 2) return;
    wait = setTimeout(async () => {
      const { note, items } = await fullText(query, base).catch(() => ({ note: "全文索引没能读取", items: [] }));
      if (query !== input.value.trim()) return;
      status.replaceChildren(part(names), "；", part(note || "没有报告写到"));
      if (items.length) list.replaceChildren(...rows.slice(0, 6), ...items);
    }, 200);
  };
  input.addEventListener("input", show);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) {
      if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click();
      return;
    }
    event.preventDefault();
    const stops = [input, ...list.querySelectorAll("a")];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });
}

export function open(base) {
  if (!dialog) build(base);
  dialog.showModal();
  dialog.querySelector("input").select();
}
