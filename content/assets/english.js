// English labels on request. Words of the interface, names of classes and sentences are put in place of the Chinese;
// words of the reports and names of places and departments stay as they are and are marked `lang="zh-CN"`. The
// choice is remembered on this device.
//
// A unit is an element that holds text of its own. Its key in content/english-sentences.yaml is that text, with
// `{1}`, `{2}` … for the elements within it (units themselves) and `#` for each number: `共 # 条，见{1}。` English may
// name them in another order (`#2` is the second number). A key with `*` is a pattern: whatever stands at a `*` is put
// in English by itself; what stands at a `~` are words of a report and stay unless they are a known name; English has `*` for both.

const KEY = "mingzhang.english";
// Never changed.
const KEPT = "[translate=no], .paper, .outline a, .std, q, pre, .ref, script, style, noscript, .mz-pop";
// Printed words: in English where they are a known name as a whole, otherwise they stay.
const PRINTED = ".formula, .raw, .tables a, .sheet h3, .terms dt";
const CHINESE = /[\u3400-\u9fff]/;
const UNIT = /(?:百?万|千|亿)?元/g;
const NUMBER = /(?<![A-Za-z0-9-])[+−-]?\d[\d,.]*(?:—\d+|%)?(?: ?(?:万元|亿元|元)(?![\u3400-\u9fff]))?/g;
const OUTER = /^((?:\{\d+\}|[\s·、，])*)(.*?)((?:\{\d+\}|[\s·、，])*)$/s;
const AROUND = /^((?:FT-[A-Z]\d+ |图：|表# )?)(.*?)((?:（#）)?[：:。]?)$/s;
const SIGNS = { "，": ", ", "、": ", ", "：": ": ", "。": ".", "（": " (", "）": ")", "；": "; ", "＝": " = " };
// What a piece of a sentence falls into where it is not known as a whole. “三公” is part of a name, not a quotation.
const TOKEN = /(\{\d+\}|“(?!三公)[^”]*”|[+−-]?\d[\d,.]*(?:%| ?(?:万元|亿元|元)(?![\u3400-\u9fff])| ?(?:人次|人|名|辆|台|个数|个|家|处|年))?|[、，：；。（）＝=+/÷×−→≥\s]+)/;
const MOST_WORDS = 4;
// Longer texts are read clause by clause only.
const LONGEST = 400;
// Marks within a text: words that stay, and words that should not have had to.
const STAY = "\ue000", LEFT = "\ue001", END = "\ue002";

let labels;
let patterns;

// Whether a text has Chinese words: units of money stay.
const chinese = (text) => CHINESE.test(text.replace(UNIT, ""));

const latin = (text) => text.replace(/[，、：。（）；＝]/g, (sign) => SIGNS[sign]).replace(/ {2,}/g, " ");

// The English for a key, also where a rule's number stands before it or a count behind it.
function english(key) {
  if (labels[key]) return labels[key];
  const [, before, label, after] = key.match(AROUND);
  // The name of a row that is drawn may have been read from the page in English already.
  const said = labels[label] ?? (before === "图：" && !CHINESE.test(label) ? label : undefined);
  if (!said) return undefined;
  const first = { "图：": `${labels.图}: `, "表# ": "Table #. " }[before] ?? before;
  return `${first}${said}${latin(after)}`;
}

function load(said) {
  labels = said;
  patterns = Object.entries(said).filter(([key]) => /[*~]/.test(key)).map(([key, text]) => ({ parts: key.split(/[*~]/), kinds: key.match(/[*~]/g), text }));
  // The more that is fixed, the better the pattern.
  patterns.sort((one, other) => other.parts.join("").length - one.parts.join("").length);
}

// What stands at the open places of a pattern, the leftmost possible; undefined where it does not fit.
function slots({ parts }, text) {
  const last = parts[parts.length - 1];
  if (!text.startsWith(parts[0]) || !text.endsWith(last)) return undefined;
  const found = [];
  let at = parts[0].length;
  for (const part of parts.slice(1, -1)) {
    const next = text.indexOf(part, at + 1);
    if (next < 0) return undefined;
    found.push(text.slice(at, next));
    at = next + part.length;
  }
  const end = text.length - last.length;
  return at < end ? [...found, text.slice(at, end)] : undefined;
}

// Words of a report: a quotation stays as it is, a name is put in English where it is known.
const kept = (text, quoted) => (quoted ? undefined : bare(text)) ?? (chinese(text) ? `${STAY}${text}${END}` : text);

// Whether a text is not from two quotations: none begins after one has ended that did not begin. (Reports leave some
// unclosed.)
function balanced(text) {
  let within = 0;
  for (const letter of text) {
    if (letter === "“" && within < 0) return false;
    if (letter === "“") within += 1;
    if (letter === "”") within -= 1;
  }
  return true;
}

function fitted(text) {
  let best;
  for (const pattern of patterns) {
    const found = slots(pattern, text);
    // What stands at an open place is part of one sentence.
    if (!found || found.some((slot, place) => (pattern.kinds[place] === "*" ? slot.includes("。") : !balanced(slot)))) continue;
    let at = 0;
    const put = found.map((slot, place) => (pattern.kinds[place] === "*" ? piece(slot) : kept(slot, pattern.parts[place].endsWith("“"))));
    const said = pattern.text.replace(/\*(\d*)/g, (_, place) => put[place ? place - 1 : at++]);
    if (!said.includes(LEFT)) return said;
    best ??= said;
  }
  return best;
}

// A word that is known, or a row of known words (`一般公共预算公务接待费`).
function word(text) {
  if (!chinese(text)) return text;
  const found = bare(text);
  if (found) return found;
  const from = (at, left) => {
    if (at === text.length) return [];
    for (let end = text.length; left && end > at + 1; end -= 1) {
      const known = bare(text.slice(at, end));
      const rest = known && from(end, left - 1);
      if (rest) return [known, ...rest];
    }
    return undefined;
  };
  const words = from(0, MOST_WORDS);
  return words ? words.join(": ") : `${LEFT}${text}${END}`;
}

// A name without the approximate division behind it: in a sentence it is too much.
const bare = (text) => (Object.hasOwn(labels, text) && !/[#{*~]/.test(text) ? labels[text].replace(/ \(≈.*/, "") : undefined);

// `41人`: a number and what is counted.
function counted(text) {
  const numbers = [];
  const known = english(text.replace(NUMBER, (number) => { numbers.push(number); return "#"; }));
  return known && numbers.length ? known.replace(/#/g, () => numbers.shift() ?? "") : undefined;
}

// A text at a sign that stands outside brackets and quotations.
function divided(text, sign) {
  const parts = [""];
  let within = 0;
  for (const letter of text) {
    if ("“（《".includes(letter)) within += 1;
    if ("”）》".includes(letter)) within = Math.max(0, within - 1);
    if (letter === sign && !within) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  if (sign === "：" && parts.length > 2) return [parts[0], parts.slice(1).join(sign)];
  // A sentence keeps its full stop.
  return sign === "。" ? parts.map((part, place) => (place < parts.length - 1 ? `${part}。` : part)).filter(Boolean) : parts;
}

const unstopped = (text) => text?.replace(/\.$/, "");
const pieces = new Map();

// A piece of a sentence in English; what is not known is marked. Every piece is read once.
function piece(text) {
  const core = text.trim();
  if (!chinese(core)) return latin(text);
  if (!pieces.has(core)) pieces.set(core, made(core));
  return text.replace(core, () => pieces.get(core));
}

function made(core) {
  // A sentence within a sentence has lost its full stop.
  const known = bare(core) ?? counted(core) ?? unstopped(bare(`${core}。`));
  if (known) return known;
  const fit = core.length <= LONGEST ? fitted(core) ?? unstopped(fitted(`${core}。`)) : undefined;
  if (fit && !fit.includes(LEFT)) return fit;
  const dated = core.match(/^(.+)（(\d{4})年）$/s);
  if (dated) return `${piece(dated[1])} (${dated[2]})`;
  const row = word(core);
  if (!row.includes(LEFT)) return row;
  const numbered = core.match(/^([一二三四五六七八九十]{1,3}、)(.+)$/s);
  if (numbered) return `${STAY}${numbered[1]}${END} ${piece(numbered[2])}`;
  if (divided(core, "。").length === 1 && core.endsWith("。")) return `${piece(core.slice(0, -1))}.`;
  // Sentences, then clauses, then items of a list; not within brackets and quotations.
  for (const sign of ["。", "；", "：", "，", "、", "＝", "=", "+"]) {
    const parts = divided(core, sign);
    if (parts.length > 1) return parts.map((part) => piece(part)).join(sign === "。" ? " " : SIGNS[sign] ?? sign);
  }
  const measured = core.match(/^(.*[^\d\s.,+−-])\s?([+−-]?\d[\d,.]*(?:%|万元|亿元|元|人|名|辆|台|个)?)$/s);
  if (measured) {
    const name = word(measured[1]);
    if (!name.includes(LEFT)) return `${name} ${piece(measured[2])}`;
  }
  return core.split(TOKEN).filter(Boolean).map((token) => {
    if (/^“(?!三公)/.test(token)) return `${STAY}${token}${END}`;
    if (!chinese(token)) return latin(token);
    return token === core ? word(token) : piece(token);
  }).reduce((said, token) => (/[\w)]$/.test(said) && /^[+−-]?[\dA-Za-z]/.test(token) ? `${said} ${token}` : said + token), "");
}

// What a unit says: `{ leading, key, trailing, numbers, elements, first, words }`; `words` is the key with its numbers.
function read(unit) {
  const elements = [];
  const said = [...unit.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    return `{${elements.push(node)}}`;
  }).join("").replace(/\s+/g, " ");
  const [, leading, core, trailing] = said.match(OUTER);
  const numbers = [];
  // Elements within the key are counted from 1.
  const first = Number(leading.match(/\{(\d+)\}(?!.*\{)/s)?.[1] ?? 0);
  const words = core.replace(/\{(\d+)\}/g, (_, number) => `{${number - first}}`);
  const key = words.replace(/\{\d+\}|[^{}]+/g, (part) => (part.startsWith("{") ? part : part.replace(NUMBER, (number) => { numbers.push(number); return "#"; })));
  return { leading, key, trailing, numbers, elements, first, words };
}

// Words of a report within an English sentence.
function stays(text, left) {
  const said = document.createElement("span");
  said.lang = "zh-CN";
  said.textContent = text;
  if (left) said.dataset.left = "";
  else said.translate = false;
  return said;
}

// Curly quotation marks are drawn as wide as Chinese characters by Chinese fonts.
const straight = (text) => text.replace(/[“”]/g, '"');

function write(unit, { leading, trailing, numbers, elements, first }, text) {
  let at = 0;
  const filled = (template, from) => template.split(/(\{\d+\}|#\d*|[\ue000\ue001][^\ue002]*\ue002|(?!(?:百?万|千|亿)?元)[\u3400-\u9fff]+)/).filter(Boolean).map((part) => {
    if (/^\{\d/.test(part)) return elements[Number(part.slice(1, -1)) - 1 + from];
    if (part.startsWith("#")) return numbers[part.length > 1 ? Number(part.slice(1)) - 1 : at++] ?? "";
    if (CHINESE.test(part[0]) && !part.startsWith("元")) return stays(part);
    if (part.startsWith(STAY) || part.startsWith(LEFT)) return stays(part.slice(1, -1), part.startsWith(LEFT));
    return straight(part);
  });
  const gap = /[\w.,;)]$/.test(text) && trailing.startsWith("{") ? [" "] : [];
  unit.replaceChildren(...filled(latin(leading), 0), ...filled(text, first), ...gap, ...filled(latin(trailing), 0));
  if (unit.closest("[lang]")?.lang !== "en") unit.lang = "en";
}

// What a unit says in English: the sentence that is known, or made of what is.
function said(unit, { key, words, leading, trailing }) {
  const exact = labels[words] ?? english(key);
  if (exact) return exact;
  const put = piece(words);
  return put.includes(LEFT) ? undefined : put;
}

function* units(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const unit = node.parentElement;
    if (unit && !seen.has(unit) && chinese(node.data) && !unit.closest("svg") && !unit.closest(KEPT)) { seen.add(unit); yield unit; }
  }
}

const ATTRIBUTES = ["aria-label", "placeholder", "title"];

function* attributes(root) {
  for (const name of ATTRIBUTES) {
    for (const node of [root, ...root.querySelectorAll(`[${name}]`)]) {
      if (chinese(node.getAttribute(name) ?? "") && !node.closest(KEPT)) yield [node, name];
    }
  }
}

function attribute([node, name]) {
  const numbers = [];
  const words = node.getAttribute(name);
  const key = words.replace(NUMBER, (number) => { numbers.push(number); return "#"; });
  const exact = labels[words] ?? english(key);
  const text = exact ? exact.replace(/#/g, () => numbers.shift() ?? "") : piece(words);
  if (text.includes(LEFT)) return key;
  node.setAttribute(name, straight(text.replace(/[\ue000-\ue002]/g, "")));
  return undefined;
}

// Links to the glossary break sentences that are put together; the sentence in English goes without them.
function plain(root) {
  for (const link of root.querySelectorAll(".glance .lead a.t, .message a.t")) link.replaceWith(...link.childNodes);
  root.normalize();
}

// Words drawn in a chart: as much of them as there is room for before the amount on the same line.
function redraw(root) {
  for (const text of root.matches("svg text") ? [root] : root.querySelectorAll("svg text")) {
    if (!chinese(text.textContent)) continue;
    const known = piece(text.textContent);
    if (known.includes(LEFT)) { text.setAttribute("lang", "zh-CN"); continue; }
    text.textContent = known;
    const picture = text.closest("svg");
    const line = text.getBoundingClientRect();
    const amounts = [...picture.querySelectorAll("text")].filter((other) => other !== text).map((other) => other.getBoundingClientRect())
      .filter((box) => box.left > line.left && Math.min(box.bottom, line.bottom) - Math.max(box.top, line.top) > 4);
    const room = Math.min(picture.getBoundingClientRect().right, ...amounts.map((box) => box.left - 6));
    for (let shown = known; shown && text.getBoundingClientRect().right > room; ) {
      shown = shown.slice(0, -1).trimEnd();
      text.textContent = `${shown}…`;
    }
  }
}

// Chinese that stays is said to be Chinese.
function tongues(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!holder || !chinese(node.data) || holder.closest("script, style, noscript")) continue;
    if (!holder.closest("[lang]")?.lang.startsWith("zh")) (holder.closest(KEPT) ?? holder).setAttribute("lang", "zh-CN");
  }
}

export function translate(root) {
  plain(root);
  for (const unit of [...units(root)]) {
    const read_ = read(unit);
    const text = said(unit, read_);
    if (text) { write(unit, read_, text); continue; }
    // A sentence that is not known: its words that stand alone are still labels.
    for (const node of unit.childNodes) {
      const label = node.nodeType === Node.TEXT_NODE && labels[node.data.trim()];
      if (label) node.data = node.data.replace(node.data.trim(), label);
    }
  }
  for (const place of [...attributes(root)]) attribute(place);
  redraw(root);
  tongues(root);
}

// What is still Chinese and should not be: for the test, and for whoever writes content/english-sentences.yaml.
export function untranslated() {
  const left = [...units(document.body)].filter((unit) => !unit.closest(PRINTED)).map((unit) => read(unit).key);
  return [...left, ...[...attributes(document.body)].filter(([node]) => !node.closest(PRINTED)).map((place) => attribute(place)).filter(Boolean)];
}

function note() {
  const said = document.createElement("p");
  said.className = "quiet mz-english";
  said.lang = "en";
  said.translate = false;
  said.textContent = "In English on request: words of reports, names of places and departments, and definitions stay in Chinese. 万元 = 10,000 yuan, 亿元 = 100 million yuan.";
  document.querySelector(".md-content__inner")?.prepend(said);
}

export async function start(base, button) {
  const on = localStorage.getItem(KEY) === "1";
  button.hidden = false;
  button.textContent = on ? "中" : "EN";
  button.setAttribute("translate", "no");
  button.setAttribute("aria-label", on ? "中：切换回中文标签" : "EN: English labels");
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, on ? "0" : "1");
    location.reload();
  });
  if (!on) return;
  load(await fetch(new URL("assets/english.json", base)).then((answer) => answer.json()));
  document.documentElement.lang = "en";
  document.title = document.title.split(" - ").map((part) => english(part) ?? part).join(" - ");
  translate(document.body);
  note();
  // What other scripts add later.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const root = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (root?.isConnected && root.nodeType === Node.ELEMENT_NODE && chinese(root.textContent)) translate(root);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
  document.documentElement.dataset.english = "";
}
