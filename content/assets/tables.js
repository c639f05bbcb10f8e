// Tables of a report: sorted by a click on a heading of the last header row.

const number = (text) => {
  const digits = text.replace(/[,，\s%]/g, "");
  return digits !== "" && !Number.isNaN(Number(digits)) ? Number(digits) : null;
};

function compare(a, b) {
  const [x, y] = [number(a), number(b)];
  if (x !== null && y !== null) return x - y;
  if (x !== null || y !== null) return x === null ? -1 : 1;
  return a.localeCompare(b, "zh");
}

function sortable(table) {
  const rows = [...table.rows];
  const first = rows.findIndex((row) => row.querySelector("td, th[scope=row]"));
  if (first < 1 || rows.some((row) => [...row.cells].some((cell) => cell.rowSpan > 1))) return;
  const body = rows.slice(first);
  for (const cell of rows[first - 1].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "⇅";
    button.setAttribute("aria-label", `按“${cell.textContent.trim()}”排序`);
    let down = false;
    button.addEventListener("click", () => {
      const at = cell.cellIndex;
      body.sort((a, b) => compare(a.cells[at]?.textContent ?? "", b.cells[at]?.textContent ?? "") * (down ? -1 : 1));
      down = !down;
      body.at(0).parentElement.append(...body);
    });
    cell.append(" ", button);
  }
}

export function prepare(tables) {
  for (const table of tables) sortable(table);
}
