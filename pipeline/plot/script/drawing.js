// --- drawing: scales and marks, the same as in the printed pictures ---

const RADIUS = 5.5;
const ARROW = 18;
const draw = (name, properties, ...children) =>
  shape(byId("drawing"), name, properties, ...children);

function linearScale(largest, left, right) {
  const step = roundStep((largest || 1) / 5);
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, number) => number * step);
  const end = ticks.at(-1);
  return { ticks, place: (figure) => left + (figure / end) * (right - left) };
}

function roundStep(figure) {
  const power = 10 ** Math.floor(Math.log10(figure));
  return [1, 2, 5, 10].find((step) => step * power >= figure - 1e-9) * power;
}

function logarithmicScale(smallest, largest, left, right) {
  const power = (figure) => (figure > 0 ? Math.log10(figure) : 0);
  const low = power(smallest) - 0.08;
  const high = Math.max(power(largest), power(smallest) + 0.5) + 0.08;
  const ticks = [];
  for (let step = Math.floor(low); step <= Math.ceil(high); step += 1) {
    if (step >= low && step <= high) ticks.push(10 ** step);
  }
  const share = (figure) => Math.min(Math.max((power(figure) - low) / (high - low), 0), 1);
  return { ticks, place: (figure) => left + share(figure) * (right - left) };
}

const grouped = (figure) => figure.toLocaleString("en-US", { maximumFractionDigits: 6 });
const tickText = (figure) =>
  (figure && figure % 10000 === 0 ? `${grouped(figure / 10000)}万` : grouped(figure));

function gridLines(scale, top, bottom, unit) {
  return scale.ticks.map((tick, number) => [
    draw("line.grid", { x1: scale.place(tick), x2: scale.place(tick), y1: top, y2: bottom }),
    draw("text.soft", { x: scale.place(tick), y: bottom + 15, "text-anchor": "middle" },
      tickText(tick) + (number === scale.ticks.length - 1 ? unit : "")),
  ]);
}

const SHAPES = {
  circle: (x, y, r) => ["circle", { cx: x, cy: y, r }],
  square: (x, y, r) =>
    ["rect", { x: x - 0.88 * r, y: y - 0.88 * r, width: 1.76 * r, height: 1.76 * r }],
  diamond: (x, y, r) => ["path",
    { d: `M${x} ${y - 1.2 * r}L${x + 1.2 * r} ${y}L${x} ${y + 1.2 * r}L${x - 1.2 * r} ${y}Z` }],
};
const SHAPE_OF = { stated: "circle", derived: "diamond", direct: "circle", indirect: "square",
  existing: "circle", planned: "diamond" };

function kindOf(series) {
  return series in SHAPE_OF ? series : "other";
}

// A range is a bar, an about-figure a pale mark, a bound a mark with an open arrow.
function markShape(figure, series, scale, y, properties, radius = RADIUS) {
  const left = scale.place(figure.low);
  const right = scale.place(figure.high);
  const parts = figure.low === figure.high
    ? [SHAPES[SHAPE_OF[series] ?? "diamond"](right, y, radius)]
    : [["rect", { x: left, y: y - 0.62 * radius, width: Math.max(right - left, 3),
      height: 1.24 * radius }]];
  if (figure.qualifier === "at_least") parts.push(arrow(right + radius, y, ARROW - radius));
  if (figure.qualifier === "at_most") parts.push(arrow(left - radius, y, radius - ARROW));
  const classes = `g.mark.${kindOf(series)}${figure.qualifier === "about" ? ".about" : ""}`;
  return draw(classes, properties, parts.map(([name, given]) => draw(name, given)));
}

function arrow(x, y, length) {
  const tip = x + length;
  const back = tip - Math.sign(length) * 4;
  return ["path.arrow", { d: `M${x} ${y}H${tip}M${back} ${y - 3}L${tip} ${y}L${back} ${y + 3}` }];
}

// About how wide a text is, at the size of the chart's letters.
const textWidth = (text) =>
  [...text].reduce((width, sign) => width + (sign.codePointAt(0) > 0x2e7f ? 13 : 7.4), 0);

function shortened(text, width) {
  if (textWidth(text) <= width) return text;
  let kept = text;
  while (kept && textWidth(`${kept}…`) > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}

// --- legend: the kinds and the forms that occur ---

function legend(series, figures) {
  const forms = data.forms.filter(([name]) => figures.some((figure) => name === "range"
    ? figure.low !== figure.high : figure.qualifier === name));
  const plain = { low: 8, high: 8, qualifier: "exact" };
  const samples = series.map(([name, label]) => sample(plain, name, label));
  for (const [name, label] of forms) {
    const figure = name === "range" ? { ...plain, low: 0, high: 26 } : { ...plain, qualifier: name };
    samples.push(sample(name === "at_most" ? { ...figure, low: 20, high: 20 } : figure,
      "stated", label));
  }
  return element("ul.legend", null, samples);
}

function sample(figure, series, label) {
  const wide = figure.low !== figure.high || figure.qualifier.startsWith("at_");
  const mark = markShape(figure, series, { place: (x) => x }, 9, null);
  mark.classList.add("sample");
  return element("li", null,
    draw("svg", { width: wide ? 30 : 16, height: 18, "aria-hidden": "true" }, mark), label);
}
