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

// The words and colours are those of the still picture, the numbers those of the data table: its first
// body has the rows that are drawn.
function rows(figure) {
  const picture = figure.querySelector("svg.mz-svg");
  const labels = [...picture.querySelectorAll("text.v")].map((text) => text.textContent);
  const names = [...picture.querySelectorAll("text:not(.v)")].map((text) => text.textContent);
  const bars = [...picture.querySelectorAll("rect")];
  return [...figure.querySelector("tbody").rows].map((row, order) => {
    const data = row.querySelector("data");
    const bar = data && bars.shift();
    return {
      name: names[order],
      label: labels[order],
      full: row.cells[0].textContent.trim(),
      exact: row.cells[1].textContent.trim(),
      amount: data ? Number(data.value) : 0,
      order,
      tone: bar ? getComputedStyle(bar).fill : "transparent",
      derived: Boolean(bar?.classList.contains("d")),
    };
  });
}

function sized(specification, width, count) {
  for (const part of specification.vconcat ?? [specification]) {
    part.width = width;
    if (part.layer && part.height < 100) part.height *= count;
  }
  return specification;
}

async function enliven(figure) {
  const templates = await load();
  const plot = figure.querySelector(".plot");
  const values = rows(figure);
  const specification = sized(structuredClone(templates[figure.dataset.kind]), plot.clientWidth, values.length);
  const style = getComputedStyle(figure);
  const ink = style.getPropertyValue("--mz-ink").trim();
  specification.datasets = { rows: values };
  const axis = { ...specification.config.axis, labelColor: ink, labelFontSize: 13, domainColor: ink };
  const font = getComputedStyle(document.body).fontFamily;
  specification.config = { ...specification.config, axis, font, text: { color: ink, fontSize: 13 } };
  if (figure.dataset.kind === "parts") specification.config.bar = { stroke: style.getPropertyValue("--mz-card").trim(), strokeWidth: 2 };
  const stage = document.createElement("div");
  stage.className = "stage";
  stage.setAttribute("aria-hidden", "true");
  plot.append(stage);
  try {
    await window.vegaEmbed(stage, specification, { renderer: "svg", actions: false });
    plot.classList.add("live");
    // The still picture fits any width, on paper too: it comes back where the width changes.
    const still = () => {
      plot.classList.remove("live");
      stage.remove();
    };
    addEventListener("resize", still, { once: true });
    addEventListener("beforeprint", still, { once: true });
  } catch (problem) {
    stage.remove();
    console.warn("chart stays as a picture", problem);
  }
}

function pngButton(figure) {
  // There is no picture of dots on the site: it is painted from the SVG, with the fonts of this machine.
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
