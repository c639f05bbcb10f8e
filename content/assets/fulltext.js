// The question to the full text: which reports say these words, and where. Pagefind finds the pages;
// its index holds every Chinese character as a word of its own (generator/site/fulltext/documents.py),
// so a term is asked for as words in a row. Nothing is loaded before the first question.

const TOKEN = /[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]|[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|\S/gu;
const AROUND = 34; // words of context before a hit, and three times as many after it

const MOST = 60; // reports that are looked through for a number of which only the beginning is given

const bare = (word) => word.replace(/[^\p{L}\p{N}\p{M}\p{Pc}.]|^\.+|\.+$/gu, "").toLowerCase();

// The words of a query's term, as the index has them: `9,101.68万元` -> 9101.68 万 元
export function words(term) {
  return (term.normalize("NFKC").match(TOKEN) ?? []).map(bare).filter(Boolean);
}

export function terms(query) {
  return query.trim().split(/\s+/).map(words).filter((term) => term.length);
}

let engine;

// Pagefind over all shards; null where the site was built without full text.
async function load(base) {
  const folder = new URL("assets/fulltext/", base);
  const { shards } = await (await fetch(new URL("shards.json", folder))).json();
  if (!shards.length) return null;
  const [first, ...others] = shards.map((name) => new URL(`${name}/`, folder).pathname);
  const { createInstance } = await import(`${first}pagefind.js`);
  const made = createInstance({ basePath: first });
  await made.init();
  await Promise.all(others.map((path) => made.mergeIndex(path)));
  return made;
}

const inARow = (term) => `"${term.map((word) => word.replaceAll(".", "")).join(" ")}"`;

// The pages that hold a term; `sure` where they need not be looked at once more. A number may be the
// beginning of one, and Pagefind, asked for a beginning, offers what is merely similar as well.
async function candidates(pagefind, term, filters) {
  const exact = await pagefind.search(inARow(term), { filters });
  const last = term.at(-1);
  if (exact.results.length || !/^[0-9a-z]/.test(last)) return { results: exact.results, sure: true };
  const query = term.length > 1 ? inARow(term.slice(0, -1)) : last.replaceAll(".", "");
  return { results: (await pagefind.search(query, { filters })).results, sure: false };
}

function start(base) {
  engine ??= load(base).catch((error) => { engine = undefined; throw error; });
  return engine;
}

// What a search can be narrowed to: filter -> its values; null without an index.
export async function filters(base) {
  const pagefind = await start(base);
  return pagefind && Object.fromEntries(Object.entries(await pagefind.filters()).map(([name, values]) => [name, Object.keys(values)]));
}

// The reports in which every term occurs, the best first: `{ count, page(from, to) }`, null without an
// index. `narrowed` is a value for each filter that is set: `{ province, place, year, kind }`.
export async function ask(base, query, narrowed = {}) {
  const wanted = terms(query);
  const pagefind = await start(base);
  if (!pagefind) return null;
  const found = await Promise.all(wanted.map((term) => candidates(pagefind, term, narrowed)));
  const [first, ...others] = found.map(({ results }) => new Map(results.map((result) => [result.id, result])));
  const hits = [...first?.values() ?? []]
    .filter(({ id }) => others.every((other) => other.has(id)))
    .map((result) => ({ result, score: others.reduce((sum, other) => sum + other.get(result.id).score, result.score) }))
    .sort((a, b) => b.score - a.score);
  const read = async (some) => {
    const reports = await Promise.all(some.map(({ result }) => result.data()));
    return reports.map((report) => describe(report, wanted, base)).filter(Boolean);
  };
  if (found.every(({ sure }) => sure)) return { count: hits.length, page: (from, to) => read(hits.slice(from, to)) };
  const checked = await read(hits.slice(0, MOST));
  return { count: checked.length, page: async (from, to) => checked.slice(from, to) };
}

// An anchor on the page, or one of the pages behind it with the anchor there: `tables/#t-3`.
const KINDS = [[/^tables\//, "附表", 2], [/(^|[.#])p-\d+$/, "原文", 1], [/(^|\.)FT-/, "提示", 3], [/./, "数字", 0]];

// A report with its places that hold the terms: the most terms first, then figures, text, tables, notes.
function describe(report, wanted, base) {
  const said = report.content.split(/\s+/);
  const plain = said.map(bare);
  const starts = report.anchors.filter(({ id }) => id).sort((a, b) => a.location - b.location);
  const pieces = new Map();
  const inTitle = new Set();
  wanted.forEach((term, number) => {
    for (let at = 0; at + term.length <= plain.length; at += 1) {
      if (!term.every((word, step) => fits(plain[at + step], word, step === term.length - 1))) continue;
      const index = starts.findLastIndex(({ location }) => location <= at);
      if (index < 0) { inTitle.add(number); continue; }
      const piece = pieces.get(index) ?? { terms: new Set(), hits: new Set(), first: at };
      piece.terms.add(number);
      piece.first = Math.min(piece.first, at);
      for (let step = 0; step < term.length; step += 1) piece.hits.add(at + step);
      pieces.set(index, piece);
    }
  });
  const held = new Set([...inTitle, ...[...pieces.values()].flatMap((piece) => [...piece.terms])]);
  if (held.size < wanted.length) return null;
  const address = new URL(report.raw_url.replace(/^\//, ""), base);
  const passages = [...pieces].map(([index, { terms: held, hits, first }]) => {
    const { id, location } = starts[index];
    const [, kind, rank] = KINDS.find(([pattern]) => pattern.test(id));
    const end = starts[index + 1]?.location ?? said.length;
    return { href: id.includes("#") ? `${address}${id}` : `${address}#${id}`, kind, rank, held: held.size, order: index, runs: runs(said, hits, location, first, end) };
  });
  passages.sort((a, b) => b.held - a.held || a.rank - b.rank || a.order - b.order);
  return { href: String(address), title: report.meta.title, place: report.meta.place ?? "", passages };
}

// A number or a Latin word may go on where the question ends: 554.1 finds 554.18.
function fits(word, wanted, last) {
  return word === wanted || (last && /^[0-9a-z]/.test(wanted) && word.startsWith(wanted));
}

// The words around the first hit as `[text, is a hit]`, joined as they are printed.
function runs(said, hits, location, first, end) {
  const from = Math.max(location, first - AROUND);
  const to = Math.min(end, first + 3 * AROUND);
  const found = [[from > location ? "…" : "", false]];
  for (let at = from; at < to; at += 1) {
    const space = at > from && /[0-9A-Za-z%.]$/.test(said[at - 1]) && /^[0-9A-Za-z]/.test(said[at]) ? " " : "";
    // Pagefind ends every paragraph with a full stop.
    const word = at === end - 1 ? said[at].replace(/\.$/, "") : said[at];
    const hit = hits.has(at);
    if (found.at(-1)[1] === hit) found.at(-1)[0] += space + word;
    else found.push([space + word, hit]);
  }
  if (to < end) found.push(["…", false]);
  return found;
}

// One report in a list of results: its title and place, and the first of its passages.
export function entry(report, shown) {
  const item = document.createElement("li");
  item.className = "mz-report";
  const head = document.createElement("a");
  head.href = report.href;
  head.translate = false;
  const place = document.createElement("small");
  place.textContent = report.place || "未注明地区";
  head.append(report.title, place);
  item.append(head);
  for (const passage of report.passages.slice(0, shown)) {
    const link = document.createElement("a");
    const kind = document.createElement("em");
    link.className = "mz-passage";
    link.href = passage.href;
    link.translate = false;
    kind.textContent = passage.kind;
    link.append(kind);
    for (const [text, hit] of passage.runs) {
      if (!hit) { link.append(text); continue; }
      const mark = document.createElement("mark");
      mark.textContent = text;
      link.append(mark);
    }
    item.append(link);
  }
  if (report.passages.length > shown) {
    const more = document.createElement("small");
    more.textContent = `这份报告里共有 ${report.passages.length} 处`;
    item.append(more);
  }
  return item;
}

export const MISSING = "这次生成网站时没有装上全文索引，只能按名称搜索部门、地区、年份和名词。";
