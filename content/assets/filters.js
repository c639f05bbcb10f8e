// Filters without a server: the findings page and the comparison. The choice stands in the address,
// so that it can be shared.

function remember(values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
}

function findings(form) {
  const items = [...document.querySelectorAll(".findings li")];
  const chosen = new URLSearchParams(location.search);
  for (const select of form.querySelectorAll("select")) select.value = chosen.get(select.name) ?? "";
  const apply = () => {
    const values = Object.fromEntries(new FormData(form));
    let shown = 0;
    for (const item of items) {
      item.hidden = !Object.entries(values).every(([name, value]) => !value || item.dataset[name] === value);
      shown += item.hidden ? 0 : 1;
    }
    form.querySelector("output").textContent = `显示 ${shown} 条`;
    remember(values);
  };
  form.addEventListener("change", apply);
  apply();
}

function compare(form) {
  const rows = [...document.querySelectorAll(".compare tbody tr")];
  const query = new URLSearchParams(location.search);
  const picked = new Set((query.get("with") ?? "").split(",").filter(Boolean));
  const only = form.elements.only;
  only.checked = picked.size > 0;
  form.elements.q.value = query.get("q") ?? "";
  const apply = () => {
    const words = form.elements.q.value.trim().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const hit = words.every((word) => row.cells[0].textContent.includes(word));
      row.hidden = only.checked ? !picked.has(row.dataset.key) : !hit;
      shown += row.hidden ? 0 : 1;
    }
    form.querySelector("output").textContent = `显示 ${shown} 行，选中 ${picked.size} 行`;
    remember({ q: form.elements.q.value.trim(), with: [...picked].join(",") });
  };
  for (const row of rows) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = picked.has(row.dataset.key);
    box.setAttribute("aria-label", `选中 ${row.cells[0].textContent.trim()}`);
    box.addEventListener("change", () => {
      if (box.checked) picked.add(row.dataset.key);
      else picked.delete(row.dataset.key);
      apply();
    });
    row.cells[0].prepend(box, " ");
  }
  form.addEventListener("input", apply);
  apply();
}

export function start() {
  for (const form of document.querySelectorAll("[data-filter], [data-compare]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    (form.hasAttribute("data-compare") ? compare : findings)(form);
  }
}
