// Interactive charts: the rows of a chart's own data table in the Altair template of its kind.
// Nothing is loaded before the reader has scrolled, tapped or typed, and the chart is in sight.

const here = new URL(".", import.meta.url);
let loading;

function load() {
  loading ??= Promise.all([
    new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = new URL("vega.js", here);
      script.type = "module";
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    }),
    fetch(new URL("chart-templates.json", here)).then((answer) => answer.json()),
  ]).then(([, templates]) => templates);
  return loading;
}

export function rows(figure) {
  const style = getComputedStyle(figure);
  const tone = style.getPropertyValue(figure.dataset.tone === "income" ? "--mz-in" : "--mz-out").trim();
  const fell = style.getPropertyValue("--mz-part2").trim();
  return [...figure.querySelectorAll("tbody tr")].map((row, order) => {
    const amount = Number(row.querySelector("data").value);
    return {
      name: row.cells[0].textContent.trim(),
      label: row.cells[1].textContent.trim(),
      amount,
      order,
      tone: amount < 0 ? fell : tone,
    };
  });
}

async function enliven(figure) {
  const templates = await load();
  const plot = figure.querySelector(".plot");
  const specification = structuredClone(templates[figure.dataset.kind]);
  const ink = getComputedStyle(figure).getPropertyValue("--mz-ink").trim();
  const values = rows(figure);
  specification.datasets = { rows: values };
  if (["bars", "changes"].includes(figure.dataset.kind)) specification.height *= values.length;
  specification.config = { ...specification.config, axis: { ...specification.config.axis, labelColor: ink, labelFontSize: 12 }, text: { color: ink, fontSize: 12 }, font: getComputedStyle(document.body).fontFamily };
  const stage = document.createElement("div");
  stage.className = "stage";
  stage.setAttribute("aria-hidden", "true");
  stage.style.width = "100%";
  plot.append(stage);
  try {
    await window.vegaEmbed(stage, specification, { renderer: "svg", actions: false });
    plot.classList.add("live");
  } catch (problem) {
    stage.remove();
    console.warn("chart stays as a picture", problem);
  }
}

function pngButton(figure) {
  const svg = figure.querySelector('.get a[href$=".svg"]');
  if (!svg) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "PNG";
  button.addEventListener("click", async () => {
    const picture = new Image();
    const text = await fetch(svg.href).then((answer) => answer.text());
    picture.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * 2;
    canvas.height = picture.height * 2;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = svg.href.split("/").pop().replace(".svg", ".png");
    link.href = canvas.toDataURL("image/png");
    link.click();
    URL.revokeObjectURL(picture.src);
  });
  svg.after(button);
}

export function prepare(figures) {
  for (const figure of figures) pngButton(figure);
  const wake = () => {
    for (const kind of ["scroll", "pointerdown", "keydown"]) removeEventListener(kind, wake);
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) {
          watcher.unobserve(entry.target);
          enliven(entry.target);
        }
      }
    }, { rootMargin: "100px" });
    for (const figure of figures) watcher.observe(figure);
  };
  for (const kind of ["scroll", "pointerdown", "keydown"]) addEventListener(kind, wake, { passive: true });
}
