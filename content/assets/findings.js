// Filters on the findings page, without a server. `facets.json` counts every kind of note; the notes
// lie in files by province and severity (generator/site/finding_pages.py), loaded as far as the
// choice and the reader's patience need. The choice stands in the address, for sharing and going back.

const STEP = 40; // notes at a time
const FIELDS = ["place", "year", "severity", "rule", "status", "q"];

// What the codes of a place and of all places within it begin with.
const below = (code) => (code === "000000" ? code : code.replace(/(?:0000|00)$/, ""));

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export async function start(form, base) {
  const folder = new URL("findings/", base);
  const read = async (name) => {
    const answer = await fetch(new URL(name, folder));
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    return answer.json();
  };
  const list = document.querySelector("[data-findings-list]");
  const more = document.querySelector("[data-findings-more]");
  const output = form.querySelector("output");
  const fields = form.elements;
  const names = Object.fromEntries(["severity", "status"].map((field) => [field, Object.fromEntries([...fields[field].options].map((option) => [option.value, option.textContent]))]));
  const facets = await read(form.dataset.findings);
  // [province, severity, year, rule, status, number, file]
  const counts = facets.counts.map(([file, year, rule, status, number]) => [...facets.files[file].slice(1), year, rule, status, number, file]);
  const files = new Map(); // file -> its notes, once asked for
  let asked = 0;

  const load = ([name, , severity]) => {
    if (!files.has(name)) {
      files.set(name, read(`${name}.json`).then(({ reports, notes }) =>
        notes.map(([report, anchor, rule, status, others, message]) => {
          const [code, address, title, year] = reports[report];
          return { code, address, title, year, anchor, rule, status, others, message, severity };
        })));
    }
    return files.get(name);
  };

  const choice = () => ({
    place: fields.within.value || fields.province.value,
    ...Object.fromEntries(["year", "severity", "rule", "status", "q"].map((field) => [field, fields[field].value.trim()])),
  });

  // Whether a row of the facets can hold what is chosen; `but` names a field that is left open.
  const fits = ([province, severity, year, rule, status], chosen, but) =>
    Object.entries({ severity, year: String(year), rule, status }).every(([field, value]) => field === but || !chosen[field] || chosen[field] === value)
    && (but === "place" || !chosen.place || chosen.place.startsWith(province));

  const total = (chosen) => counts.reduce((sum, row) => sum + (fits(row, chosen) ? row[5] : 0), 0);

  function fill(select, options, value) {
    // Names of places are not labels.
    const translate = !["province", "within"].includes(select.name);
    select.replaceChildren(select.options[0], ...options.map(([key, text]) => element("option", { value: key, textContent: text, translate })));
    select.value = value;
  }

  // Every option says how many notes it would leave, everything else staying as it is.
  function offer(chosen) {
    const counted = (field, at) => {
      const found = new Map();
      for (const row of counts) if (fits(row, chosen, field)) found.set(String(row[at]), (found.get(String(row[at])) ?? 0) + row[5]);
      return found;
    };
    const options = (field, at, text, sorted) => {
      const found = counted(field, at);
      if (chosen[field] && !found.has(chosen[field])) found.set(chosen[field], 0);
      return [...found].sort(sorted).map(([key, number]) => [key, `${text(key)}（${number}）`]);
    };
    fill(fields.year, options("year", 2, (year) => (year === "0" ? "未注明" : year), ([a], [b]) => b - a), chosen.year);
    fill(fields.rule, options("rule", 3, (rule) => `${rule} ${facets.rules[rule] ?? ""}`, ([a], [b]) => (a < b ? -1 : 1)), chosen.rule);
    for (const [field, at] of [["severity", 1], ["status", 4]]) {
      const found = counted(field, at);
      fill(fields[field], Object.entries(names[field]).filter(([key]) => key).map(([key, name]) => [key, `${name}（${found.get(key) ?? 0}）`]), chosen[field]);
    }
    const provinces = counted("place", 0);
    const province = chosen.place ? chosen.place.slice(0, 2) : "";
    const [widest, within] = [new Map(), []];
    for (const [code, name, number] of facets.places) {
      if (!widest.has(code.slice(0, 2))) widest.set(code.slice(0, 2), [code, name]);
      else if (code.slice(0, 2) === province) within.push([code, `${name}（${number}）`]);
    }
    fill(fields.province, [...widest].map(([key, [code, name]]) => [code, `${name}（${provinces.get(key) ?? 0}）`]), widest.get(province)?.[0] ?? "");
    fill(fields.within, within, chosen.place);
    if (fields.within.selectedIndex < 0) fields.within.value = "";
    fields.within.disabled = !within.length;
  }

  // The notes of the choice, file by file: the gravest first.
  async function* matching(chosen) {
    const words = chosen.q.toLowerCase().split(/\s+/).filter(Boolean);
    const prefix = chosen.place && below(chosen.place);
    const needed = new Set(counts.filter((row) => fits(row, chosen)).map((row) => row[6]));
    // The files are listed with the gravest first.
    for (const file of [...needed].sort((a, b) => a - b)) {
      for (const note of await load(facets.files[file])) {
        const said = () => `${note.title} ${note.message} ${note.rule}`.toLowerCase();
        if (["year", "rule", "status"].every((field) => !chosen[field] || chosen[field] === String(note[field]))
          && (!prefix || note.code.startsWith(prefix))
          && words.every((word) => said().includes(word))) yield note;
      }
    }
  }

  function row(note) {
    const severity = element("span", { className: `sev ${note.severity}` }, element("b", {}), names.severity[note.severity]);
    const rule = element("a", { href: new URL(`rules/${note.rule}/`, base), textContent: note.rule });
    const meta = element("span", { className: "meta" }, rule, note.others ? ` · 牵连 ${note.others} 项` : "", " · ", element("span", { textContent: names.status[note.status] }));
    const link = element("a", { href: new URL(`${note.address}#${note.anchor}`, base), textContent: note.message });
    return element("li", {}, severity, " ", link, " ", meta);
  }

  async function show(chosen) {
    const now = (asked += 1);
    output.textContent = "正在读取…";
    more.hidden = true;
    const found = matching(chosen);
    let shown = 0;
    // Known beforehand, unless the choice is finer than what the facets count.
    const exact = !chosen.q && (!chosen.place || chosen.place === fields.province.value) ? total(chosen) : null;
    let last = "";
    const step = async () => {
      const fresh = [];
      let ended = false;
      while (fresh.length < STEP && !ended) {
        const { value, done } = await found.next();
        if (now !== asked) return;
        if (done) ended = true; else fresh.push(value);
      }
      if (!shown) list.replaceChildren();
      for (const note of fresh) {
        if (note.address !== last) {
          const title = element("a", { href: new URL(note.address, base), textContent: note.title });
          list.append(element("h3", { translate: false }, title), element("ul", { className: "findings" }));
          last = note.address;
        }
        list.lastElementChild.append(row(note));
      }
      shown += fresh.length;
      more.hidden = ended || shown === exact;
      output.textContent = exact !== null ? `${exact} 条，已列出 ${shown} 条` : more.hidden ? `${shown} 条` : `已列出 ${shown} 条，后面还有`;
      if (shown > fresh.length) list.querySelectorAll(".findings > li > a")[shown - fresh.length]?.focus();
    };
    const guarded = () => step().catch(() => { if (now === asked) output.textContent = "提示没能读取，请检查网络后再试。"; });
    more.onclick = guarded;
    await guarded();
  }

  function remember(chosen, how) {
    const query = new URLSearchParams(FIELDS.filter((field) => chosen[field]).map((field) => [field, chosen[field]]));
    history[how](null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  }

  function restore() {
    const query = new URLSearchParams(location.search);
    const chosen = Object.fromEntries(FIELDS.map((field) => [field, query.get(field) ?? ""]));
    fields.q.value = chosen.q;
    offer(chosen);
    return show(chosen);
  }

  function changed(how) {
    const chosen = choice();
    offer(chosen);
    remember(chosen, how);
    return show(chosen);
  }

  let wait;
  form.addEventListener("change", (event) => {
    if (event.target === fields.q) return;
    if (event.target === fields.province) fields.within.value = "";
    changed("pushState");
  });
  fields.q.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => changed("replaceState"), 250); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => changed("pushState")));
  addEventListener("popstate", restore);
  form.hidden = false;
  await restore();
}
