// English labels on request. Only labels that stand alone are replaced; the text of reports, quotes
// and sentences stays as it is. The choice is remembered on this device.

const KEY = "mingzhang.english";
const KEPT = ".paper, q, .lead, script, style, svg, .proof dd, .message";
let labels;

function* textNodes() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && !node.parentElement.closest(KEPT)) yield node;
  }
}

function translate() {
  for (const node of [...textNodes()]) {
    const text = node.data.trim();
    const [, label, tail] = text.match(/^(.*?)((?:（\d+）)?(?:：)?)$/s);
    const english = labels[label];
    if (!english) continue;
    node.data = node.data.replace(text, `${english}${tail.replace("：", ": ")}`);
    node.parentElement.lang = "en";
  }
}

export async function start(base, button) {
  const on = localStorage.getItem(KEY) === "1";
  button.hidden = false;
  button.textContent = on ? "中" : "EN";
  button.setAttribute("aria-label", on ? "切换回中文标签" : "English labels");
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, on ? "0" : "1");
    location.reload();
  });
  if (!on) return;
  labels = await fetch(new URL("assets/english.json", base)).then((answer) => answer.json());
  translate();
}
