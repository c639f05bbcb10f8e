// English labels on request. Words of the interface and standard terms are put in place of the Chinese; the
// text of reports, names of places and departments, definitions and formulas stay as they are (`KEPT`). The
// choice is remembered on this device.
//
// A unit is an element that holds text of its own. Its key in content/english.yaml is that text, with `{1}`,
// `{2}` … for the elements within it (units themselves) and `#` for each number: `共 # 条，见{1}。` English may
// name them in another order (`#2` is the second number).

const KEY = "mingzhang.english";
const KEPT = "[translate=no], .paper, q, pre, .formula, .message, .ref, script, style, noscript, svg, .mz-pop, .glance .lead";
const CHINESE = /[\u3400-\u9fff]/;
const NUMBER = /(?<![A-Za-z0-9-])[+−-]?\d[\d,.]*(?:—\d+|%)?(?: ?(?:万元|亿元|元)(?![\u3400-\u9fff]))?/g;
const OUTER = /^((?:\{\d+\}|[\s·、，])*)(.*?)((?:\{\d+\}|[\s·、，])*)$/s;
const AROUND = /^((?:FT-[A-Z]\d+ |图：)?)(.*?)((?:（#）)?[：:。]?)$/s;
const SIGNS = { "，": ", ", "、": ", ", "：": ": ", "。": ".", "（": " (", "）": ")", "；": "; " };

let labels;

const latin = (text) => text.replace(/[，、：。（）；]/g, (sign) => SIGNS[sign]);

// The English for a key, also where a rule's number stands before it or a count behind it.
function english(key) {
  if (labels[key]) return labels[key];
  const [, before, label, after] = key.match(AROUND);
  // The name of a row that is drawn may have been read from the page in English already.
  const said = labels[label] ?? (before === "图：" && !CHINESE.test(label) ? label : undefined);
  return said && `${before === "图：" ? `${labels.图}: ` : before}${said}${latin(after)}`;
}

// What a unit says: `[leading, key, trailing, numbers, elements]`.
function read(unit) {
  const elements = [];
  const said = [...unit.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    return `{${elements.push(node)}}`;
  }).join("").replace(/\s+/g, " ");
  const [, leading, core, trailing] = said.match(OUTER);
  const numbers = [];
  const key = core.replace(/\{\d+\}|[^{}]+/g, (piece) => (piece.startsWith("{") ? piece : piece.replace(NUMBER, (number) => { numbers.push(number); return "#"; })));
  // Elements within the key are counted from 1.
  const first = Number(leading.match(/\{(\d+)\}(?!.*\{)/s)?.[1] ?? 0);
  return [leading, key.replace(/\{(\d+)\}/g, (_, number) => `{${number - first}}`), trailing, numbers, elements, first];
}

function write(unit, [leading, , trailing, numbers, elements, first], text) {
  let at = 0;
  const pieces = (template, from) => template.split(/(\{\d+\}|#\d*)/).map((piece) => {
    if (piece.startsWith("{")) return elements[Number(piece.slice(1, -1)) - 1 + from];
    if (piece.startsWith("#")) return numbers[piece.length > 1 ? Number(piece.slice(1)) - 1 : at++] ?? "";
    return piece;
  });
  unit.replaceChildren(...pieces(latin(leading), 0), ...pieces(text, first), ...pieces(latin(trailing), 0));
  unit.lang = "en";
}

function* units(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const unit = node.parentElement;
    if (unit && !seen.has(unit) && CHINESE.test(node.data) && !unit.closest(KEPT)) { seen.add(unit); yield unit; }
  }
}

const ATTRIBUTES = ["aria-label", "placeholder"];

function* attributes(root) {
  for (const name of ATTRIBUTES) {
    for (const node of [root, ...root.querySelectorAll("*")]) {
      if (node.hasAttribute(name) && CHINESE.test(node.getAttribute(name)) && !node.closest(KEPT)) yield [node, name];
    }
  }
}

function readAttribute([node, name]) {
  const numbers = [];
  const key = node.getAttribute(name).replace(NUMBER, (number) => { numbers.push(number); return "#"; });
  return [key, numbers];
}

export function translate(root) {
  for (const unit of [...units(root)]) {
    const said = read(unit);
    const text = english(said[1]);
    if (text) { write(unit, said, text); continue; }
    // A sentence that is not known: its words that stand alone are still labels.
    for (const node of unit.childNodes) {
      const label = node.nodeType === Node.TEXT_NODE && labels[node.data.trim()];
      if (label) node.data = node.data.replace(node.data.trim(), label);
    }
  }
  for (const place of [...attributes(root)]) {
    const [key, numbers] = readAttribute(place);
    const text = english(key);
    if (text) place[0].setAttribute(place[1], text.replace(/#/g, () => numbers.shift() ?? ""));
  }
}

// What is still Chinese: for the test, and for whoever writes content/english.yaml.
export function untranslated() {
  const left = [...units(document.body)].filter((unit) => unit.lang !== "en").map((unit) => read(unit)[1]);
  return [...left.filter((key) => CHINESE.test(key)), ...[...attributes(document.body)].map((place) => readAttribute(place)[0])];
}

function note() {
  const said = document.createElement("p");
  said.className = "quiet mz-english";
  said.lang = "en";
  said.translate = false;
  said.textContent = "Labels in English; report text, names and definitions stay in Chinese. 万元 = 10,000 yuan, 亿元 = 100 million yuan.";
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
  labels = await fetch(new URL("assets/english.json", base)).then((answer) => answer.json());
  translate(document.body);
  note();
  // What other scripts add later.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const root = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (root?.isConnected && root.nodeType === Node.ELEMENT_NODE && CHINESE.test(root.textContent)) translate(root);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
  document.documentElement.dataset.english = "";
}
