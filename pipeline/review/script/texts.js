// --- texts: the words of the page in the chosen language ---

const position = () => (state.language === "zh" ? 0 : 1);

// t("filter.result", {count: 3}): the words under a name of texts.toml.
function t(name, values = {}) {
  let entry = data.texts;
  for (const key of name.split(".")) entry = entry[key];
  return entry[position()].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// The label of a value such as node_count; a value that no list knows is its own label.
function valueLabel(column, value) {
  const known = (data.values[column] || {})[value];
  return known ? known[position()] : value;
}

const columnLabel = (name) => (data.columns[name] ? data.columns[name][position()] : name);
const statusLabel = (status) =>
  (data.texts.status[comparisonKind()] || {})[status]?.[position()] ?? status;
const oddityLabel = (name) => data.texts.oddity[name][position()];

function shareLabel(name) {
  const known = data.texts.shares[name];
  return known ? known[position()] : name;
}

function badge(status) {
  const own = comparisonKind() === "run" ? data.texts.badge_run[status] : null;
  const entry = own || data.texts.badge[status];
  return entry ? entry[position()] : "";
}

// 12000 becomes 12,000; the figure itself stays as it is in the tables.
const grouped = (figure) => figure.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

function range(low, high) {
  return low === high ? grouped(low) : `${grouped(low)}–${grouped(high)}`;
}

function figures(fact) {
  const value = fact.value_min ? range(fact.value_min, fact.value_max) : t("absent");
  return fact.from_min ? `${range(fact.from_min, fact.from_max)} → ${value}` : value;
}

const percent = (value) => (value === null ? t("absent") : value.toFixed(3));
