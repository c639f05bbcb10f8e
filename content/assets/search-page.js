// The search page: `search/?q=三公经费&year=2024`, an address to share. Names first, then what the reports
// say, narrowed to a place, a year or a kind of report where a reader chooses so.

import { ask, entry, filters, MISSING } from "./fulltext.js";
import { entries, find, row } from "./search.js";

const STEP = 10; // reports at a time
const PASSAGES = 4;
const NARROWED = ["province", "place", "year", "kind"];

export function start(form, base) {
  const input = form.querySelector("input");
  const [status, named, said, more] = ["status", "named", "said", "more"].map((part) => document.querySelector(`[data-search-${part}]`));
  const fields = form.elements;
  let asked = "";
  let offered;

  // The values of the filters, once the index is there; the places are those of the chosen province.
  async function offer() {
    offered ??= filters(base);
    const values = await offered;
    if (!values) return;
    for (const name of NARROWED) {
      const select = fields[name];
      const wanted = select.value || select.dataset.wanted || "";
      const province = fields.province.value;
      const known = (values[name] ?? []).filter((value) => name !== "place" || (province && value.startsWith(`${province} `)));
      known.sort((a, b) => (name === "year" ? b.localeCompare(a) : a.localeCompare(b, "zh")));
      select.replaceChildren(select.options[0], ...known.map((value) => {
        const option = new Option(name === "place" ? value.slice(province.length + 1) : value, value);
        option.translate = !["province", "place"].includes(name);
        return option;
      }));
      select.value = known.includes(wanted) ? wanted : "";
      select.disabled = !known.length;
      delete select.dataset.wanted;
    }
  }

  async function show(how = "replaceState") {
    const query = input.value.trim();
    const wanted = Object.fromEntries(NARROWED.map((name) => [name, fields[name].value || fields[name].dataset.wanted]).filter(([, value]) => value));
    const choice = JSON.stringify([query, wanted]);
    if (choice === asked) return;
    asked = choice;
    const current = () => choice === asked;
    const address = new URL(location);
    for (const [name, value] of [["q", query], ...NARROWED.map((filter) => [filter, wanted[filter]])]) {
      if (value) address.searchParams.set(name, value); else address.searchParams.delete(name);
    }
    if (String(address) !== location.href) history[how](null, "", address);
    more.hidden = true;
    if (!query) { status.textContent = ""; named.replaceChildren(); said.replaceChildren(); return; }
    status.textContent = "正在搜索…";
    const names = find(await entries(base), query).slice(0, 6);
    if (!current()) return;
    named.replaceChildren(...names.map((one) => row(one, query, base)));
    try {
      await offer();
      const answer = await ask(base, query, wanted);
      if (!current()) return;
      if (!answer) { status.textContent = MISSING; said.replaceChildren(); return; }
      const first = await answer.page(0, STEP);
      if (!current()) return;
      const words = document.createElement("q");
      words.textContent = query;
      if (answer.count) status.replaceChildren(`${answer.count} 份报告写到`, words);
      else status.replaceChildren("没有报告写到", words, `。换个词，少写几个字${Object.keys(wanted).length ? "，或放宽地区、年份、类别" : ""}试试。`);
      said.replaceChildren(...first.map((report) => entry(report, PASSAGES)));
      let shown = STEP;
      more.hidden = answer.count <= shown;
      more.onclick = async () => {
        const next = await answer.page(shown, shown + STEP);
        shown += STEP;
        more.hidden = answer.count <= shown;
        const items = next.map((report) => entry(report, PASSAGES));
        said.append(...items);
        items[0]?.querySelector("a").focus();
      };
    } catch {
      if (current()) status.textContent = "全文索引没能读取，请检查网络后再试。";
    }
  }

  function restore() {
    const query = new URL(location).searchParams;
    input.value = query.get("q") ?? "";
    for (const name of NARROWED) {
      fields[name].value = "";
      fields[name].dataset.wanted = query.get(name) ?? "";
    }
    show();
  }

  let wait;
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(show, 250); });
  form.addEventListener("change", (event) => {
    if (event.target === input) return;
    if (event.target === fields.province) fields.place.value = "";
    show("pushState");
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  addEventListener("popstate", restore);
  form.hidden = false;
  restore();
}
