// --- data: the block of JSON, and what the page shows at the moment ---

const data = JSON.parse(document.getElementById("data").textContent);

const state = { province: "", order: "value", theme: "auto" };

const isShown = (position) => !state.province || data.cases[position].province === state.province;
const shownCases = () => data.cases.filter((_, position) => isShown(position)).length;

// In the order that is asked for; `value` gives the largest first.
const ORDERS = {
  value: (one, other) => other.high - one.high || other.low - one.low || one.case - other.case,
  number: (one, other) => one.case - other.case,
  place: (one, other) => placeOf(one).localeCompare(placeOf(other)) || one.case - other.case,
};
// Cases of unknown places come last.
const placeOf = (row) => data.cases[row.case].adcode || "9";
