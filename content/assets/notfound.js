// The page for addresses that lead nowhere: what the address was probably meant to be, from the title index.

import { entries } from "./search.js";

const MOST = 8;

export async function start(list, base) {
  const path = decodeURI(location.pathname).slice(new URL(base).pathname.length);
  const parts = path.split("/").filter((part) => part && part !== "index.html");
  if (!parts.length) return;
  const known = await entries(base);
  const under = (prefix) => known.filter(([, , , address]) => address.startsWith(prefix));
  let found = [];
  // The nearest thing above the address that there is: the department, the place, the places above it.
  if (/^\d{6}$/.test(parts[0])) {
    const [code, department] = parts;
    for (const prefix of [department && `${code}/${department}/`, `${code}/`, `${code.slice(0, 4)}00/`, `${code.slice(0, 2)}0000/`]) {
      found = prefix ? under(prefix) : [];
      if (found.length) break;
    }
  } else if (["glossary", "rules"].includes(parts[0]) && parts[1]) {
    const wanted = parts[1].toLowerCase();
    found = under(`${parts[0]}/`).filter(([, , , address]) => {
      const name = address.split("/")[1].toLowerCase();
      return name.split("-").some((word) => wanted.includes(word)) || name.includes(wanted);
    });
  }
  if (!found.length) return;
  list.append(...found.slice(0, MOST).map(([kind, title, , address]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(address, base);
    link.textContent = title;
    link.translate = kind === "名词" || kind === "规则";
    item.append(`${kind}：`, link);
    return item;
  }));
  list.parentElement.hidden = false;
}
