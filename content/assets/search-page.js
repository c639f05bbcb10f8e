// The search page: `search/?q=三公经费`, an address to share. Names first, then what the reports say.

import { ask, entry, MISSING } from "./fulltext.js";
import { entries, find, row } from "./search.js";

const STEP = 10; // reports at a time
const PASSAGES = 4;

export function start(form, base) {
  const input = form.querySelector("input");
  const [status, named, said, more] = ["status", "named", "said", "more"].map((part) => document.querySelector(`[data-search-${part}]`));
  let asked = "";

  async function show() {
    const query = input.value.trim();
    if (query === asked) return;
    asked = query;
    const current = () => query === asked;
    const address = new URL(location);
    if (query) address.searchParams.set("q", query); else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    more.hidden = true;
    if (!query) { status.textContent = ""; named.replaceChildren(); said.replaceChildren(); return; }
    status.textContent = "正在搜索…";
    const names = find(await entries(base), query).slice(0, 6);
    if (!current()) return;
    named.replaceChildren(...names.map((one) => row(one, query, base)));
    try {
      const answer = await ask(base, query);
      if (!current()) return;
      if (!answer) { status.textContent = MISSING; said.replaceChildren(); return; }
      const first = await answer.page(0, STEP);
      if (!current()) return;
      status.textContent = answer.count ? `${answer.count} 份报告写到“${query}”` : `没有报告写到“${query}”。换个词，或少写几个字试试。`;
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

  let wait;
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(show, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  input.value = new URL(location).searchParams.get("q") ?? "";
  form.hidden = false;
  show();
}
