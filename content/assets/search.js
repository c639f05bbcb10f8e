// Search over titles, places, departments, years, terms and rules: every word typed must occur in
// an entry; whole titles and beginnings come first. The index is one file, loaded on first use.

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

function build(base) {
  dialog = document.createElement("dialog");
  dialog.className = "mz-search";
  dialog.setAttribute("aria-label", "搜索");
  dialog.innerHTML = '<div><input type="search" aria-label="搜索部门、地区、年份、名词" placeholder="部门、地区、年份、名词，如：三公经费" autocomplete="off"><p role="status"></p><ul></ul></div>';
  document.body.append(dialog);
  const [input, status, list] = [dialog.querySelector("input"), dialog.querySelector("p"), dialog.querySelector("ul")];
  const show = async () => {
    const query = input.value.trim();
    index ??= fetch(new URL("search-index.json", base)).then((answer) => answer.json());
    const found = find(await index, query);
    if (query !== input.value.trim()) return;
    status.textContent = query ? (found.length ? `${found.length >= 30 ? "前 30" : found.length} 条结果` : "没有找到。换个词试试，或到“地区与部门”里找。") : "";
    list.replaceChildren(...found.map(([kind, title, detail, address]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const label = document.createElement("em");
      const small = document.createElement("small");
      link.href = new URL(address, base);
      label.textContent = kind;
      small.append(marked(detail, query));
      link.append(label, marked(title, query), small);
      item.append(link);
      return item;
    }));
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
