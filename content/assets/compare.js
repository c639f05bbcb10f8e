// The comparison: reports are found by name, their departments' key figures loaded one small file at a
// time (generator/site/comparison.py), and the choice stands in the address: `?with=CODE/DEPT/YEAR,…`.

import { entries, find } from "./search.js";

const MOST = 8; // department-years side by side
const OFFERED = 8;

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function start(form, base) {
  const input = form.elements.q;
  const [found, chosen, output] = [form.querySelector(".found"), form.querySelector(".chosen"), form.querySelector("output")];
  const [chart, notes, place] = ["chart", "notes", "table"].map((part) => document.querySelector(`[data-compare-${part}]`));
  const example = [...place.children];
  const rows = [...place.querySelectorAll("tbody tr")].map((row) => [row.dataset.row, row.cells[0].textContent]);
  const departments = new Map(); // department -> its columns, once asked for
  let picked = [];
  let drawn = "";
  let asked = 0;

  function load(department) {
    if (!departments.has(department)) {
      const answer = fetch(new URL(`${department}/key-figures.json`, base)).then((reply) => {
        if (!reply.ok) throw new Error(`${reply.status} ${department}`);
        return reply.json();
      });
      answer.catch(() => departments.delete(department));
      departments.set(department, answer);
    }
    return departments.get(department);
  }

  const read = () => [...new Set((new URLSearchParams(location.search).get("with") ?? "").split(","))]
    .filter((key) => /^\d{6}\/[\w-]+\/\d{4}$/.test(key)).slice(0, MOST);

  function remember() {
    const query = picked.length ? `?with=${picked.join(",")}` : "";
    history.pushState(null, "", `${location.pathname}${query}`);
  }

  function change(next) {
    picked = next;
    remember();
    return show();
  }

  async function offer() {
    const query = input.value.trim();
    if (!query) { found.replaceChildren(); output.textContent = ""; return; }
    const reports = (await entries(base)).filter(([kind]) => kind === "报告");
    if (query !== input.value.trim()) return;
    const hits = find(reports, query).filter(([, , , address]) => !picked.includes(address.replace(/\/$/, "")));
    output.textContent = hits.length ? `${hits.length >= 30 ? "30 多" : hits.length} 个部门年度${hits.length > OFFERED ? `，列出 ${OFFERED} 个，多写几个字可以缩小` : ""}` : "没有找到，换个部门、地区或年份试试";
    found.replaceChildren(...hits.slice(0, OFFERED).map(([, title, detail, address]) => {
      const add = element("button", { type: "button", translate: false }, `＋ ${title}`, element("small", { textContent: detail }));
      add.addEventListener("click", async () => {
        if (picked.length >= MOST) { output.textContent = `最多同时比 ${MOST} 个，请先去掉一个`; return; }
        await change([...picked, address.replace(/\/$/, "")]);
        offer();
        input.focus();
      });
      return element("li", {}, add);
    }));
  }

  // What a report lacks: not printed, or why an amount per head was not worked out.
  const lack = (column, key) => column.why?.[key] ?? "报告未写";

  function cell(column, key) {
    const node = element("td", { className: "n" });
    const value = column.values[key];
    if (!value) { node.append(element("span", { className: "quiet", textContent: lack(column, key) })); return node; }
    const [text, , address, scope, how] = value;
    node.append(how ? element("span", { className: "derived", title: how, textContent: text })
      : element("a", { href: new URL(address, base), textContent: text }));
    if (scope) node.append(element("br"), element("span", { className: "quiet", textContent: `${scope}口径` }));
    return node;
  }

  function table(columns) {
    const head = element("tr", {}, element("th", { scope: "col", textContent: "项目" }), ...columns.map((column) =>
      element("th", { scope: "col", className: "n" }, element("a", { href: new URL(column.page, base), translate: false, textContent: `${column.title} ${column.heading}` }))));
    const body = rows.filter(([key]) => columns.some((column) => column.values[key] ?? column.why?.[key])).map(([key, name]) => {
      const show = element("button", { type: "button", className: "draw", textContent: "图", ariaPressed: String(key === drawn) });
      show.setAttribute("aria-label", `图：${name}`);
      show.addEventListener("click", () => { drawn = key; draw(columns); for (const other of place.querySelectorAll(".draw")) other.ariaPressed = String(other === show); });
      const drawable = columns.some((column) => column.values[key]); // reasons alone are no bars
      const row = element("tr", {}, element("th", { scope: "row" }, element("span", { textContent: name }), ...(drawable ? [" ", show] : [])), ...columns.map((column) => cell(column, key)));
      row.dataset.row = key;
      return row;
    });
    const whole = element("table", { className: "data keys" }, element("thead", {}, head), element("tbody", {}, ...body));
    const scroll = element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "对比表" }, whole);
    return scroll;
  }

  // One bar for each report: lengths from the printed amounts, labels as printed.
  function draw(columns) {
    const name = rows.find(([key]) => key === drawn)[1];
    const bars = columns.map((column) => [column, column.values[drawn]]);
    const most = Math.max(0, ...bars.map(([, value]) => Number(value?.[1] ?? 0)));
    const lines = bars.map(([column, value]) => {
      const bar = element("span", { className: "bar" });
      bar.style.setProperty("--share", `${most > 0 && value ? (Math.max(0, Number(value[1])) / most) * 100 : 0}%`);
      const label = value ? `${value[0]}${value[3] ? `（${value[3]}口径）` : ""}` : lack(column, drawn);
      return element("li", {}, element("span", { translate: false, textContent: `${column.title} ${column.heading}` }), bar, element("b", { textContent: label }));
    });
    chart.replaceChildren(element("figure", { className: "compared" }, element("figcaption", { textContent: name }), element("ul", {}, ...lines)));
  }

  // What makes the chosen reports unlike: said, not left to be noticed.
  function cautions(columns) {
    const said = [];
    const several = (of) => new Set(columns.map(of)).size > 1;
    if (several((column) => column.kind)) said.push("其中有预算也有决算：预算是年初的打算，决算是实际发生的数，两者不同是常见的。");
    if (several((column) => column.level)) said.push("级次不同（省级、市级、区县级）：职责和规模不同，金额大小不能直接相比。");
    if (several((column) => column.title)) said.push("有的报告只含部门本级，有的包括所属单位，请看各报告“部门概况”里的单位名单。");
    const mixed = rows.filter(([key]) => new Set(columns.filter((column) => column.values[key]).map((column) => column.values[key][3])).size > 1);
    if (mixed.length) said.push(`这几行口径不同，不能直接相比：${mixed.map(([, name]) => name).join("、")}。`);
    notes.replaceChildren(...(said.length ? [element("ul", { className: "cautions" }, ...said.map((text) => element("li", { textContent: text })))] : []));
    for (const [key] of mixed) place.querySelector(`tr[data-row="${key}"]`)?.classList.add("mixed");
  }

  async function show() {
    const now = (asked += 1);
    chosen.replaceChildren();
    if (!picked.length) {
      chart.replaceChildren();
      notes.replaceChildren();
      place.replaceChildren(...example);
      return;
    }
    const answers = await Promise.all(picked.map((key) => load(key.slice(0, key.lastIndexOf("/"))).catch(() => [])));
    if (now !== asked) return;
    const groups = picked.map((key, number) => [key, answers[number].filter((column) => column.page === `${key}/`)]);
    chosen.replaceChildren(...groups.map(([key, columns]) => {
      const drop = element("button", { type: "button", textContent: "×" });
      const title = columns.length ? `${columns[0].title} ${columns[0].heading.slice(0, 5)}` : `${key}（没有找到）`;
      drop.setAttribute("aria-label", `去掉 ${title}`);
      drop.addEventListener("click", () => { change(picked.filter((other) => other !== key)); input.focus(); });
      return element("li", {}, element("span", { translate: false }, title, " ", drop));
    }));
    const columns = groups.flatMap(([, some]) => some);
    if (!columns.length) { place.replaceChildren(...example); chart.replaceChildren(); notes.replaceChildren(); return; }
    if (!columns.some((column) => column.values[drawn])) drawn = rows.find(([key]) => columns.some((column) => column.values[key]))?.[0] ?? "";
    place.replaceChildren(table(columns));
    if (drawn) draw(columns); else chart.replaceChildren();
    cautions(columns);
  }

  input.addEventListener("input", offer);
  form.addEventListener("submit", (event) => { event.preventDefault(); found.querySelector("button")?.click(); });
  addEventListener("popstate", () => { picked = read(); show(); });
  form.hidden = false;
  picked = read();
  show();
}
