// --- data: the block of JSON, with its rows turned into objects ---

const data = JSON.parse(document.getElementById("data").textContent);

// Columns whose cells are numbers of texts in data.strings.
const KEPT_ONCE = new Set(["field", "category", "subject", "unit", "qualifier", "role", "status",
  "basis", "locator", "rule", "kind", "reason"]);

function rowObject(columns, row, first) {
  const object = {};
  columns.forEach((name, position) => {
    const cell = row[position + first];
    object[name] = KEPT_ONCE.has(name) ? data.strings[cell] : cell;
  });
  return object;
}

const runFact = (row) => ({ id: row[0], ...rowObject(data.fact_columns, row, 1) });
const referenceFact = (row) => rowObject(data.fact_columns, row, 0);

// Several reports may have a case of the same number: their anchors begin with the report.
const anchorOf = (report, name) =>
  data.reports.length > 1 ? `${encodeURIComponent(report)}/${name}` : name;

// An item is one fact of the run, of what it is compared with, or of both.
function itemsOf(caseRecord, comparison, position) {
  const prefix = data.comparisons[position] === "run" ? "other" : "label";
  const references = (comparison.facts || []).map(referenceFact);
  const optional = new Set(comparison.optional || []);
  const items = comparison.items.map(([status, found, expected, changes]) => {
    const run = found < 0 ? null : caseRecord.runFacts[found];
    const reference = expected < 0 ? null : references[expected];
    const name = run ? `fact-${run.id}` : `${prefix}-${caseRecord.id}-${expected + 1}`;
    return {
      anchor: anchorOf(caseRecord.report, name), case: caseRecord, status, run, reference,
      changes: changes || [], optional: optional.has(expected), fact: run || reference,
    };
  });
  return items.sort((one, other) => one.fact.start - other.fact.start);
}

for (const record of data.cases) {
  record.anchor = anchorOf(record.report, `case-${record.id}`);
  record.runFacts = record.facts.map(runFact);
  record.compared.forEach((comparison, position) => {
    if (comparison) comparison.items = itemsOf(record, comparison, position);
  });
}

// The numerals of a case that no fact uses, made when they are first asked for.
function numbersOf(caseRecord) {
  caseRecord.numerals ??= caseRecord.numbers.map((row) => {
    const numeral = rowObject(data.number_columns, row, 0);
    return { ...numeral, case: caseRecord, unexplained: !numeral.reason };
  });
  return caseRecord.numerals;
}

const REASON = data.number_columns.indexOf("reason");
const unexplainedIn = (caseRecord) =>
  caseRecord.numbers.reduce((sum, row) => sum + (data.strings[row[REASON]] ? 0 : 1), 0);

const reportNamed = new Map(data.reports.map((report) => [report.name, report]));

// What the page shows at the moment.
const state = {
  language: "zh",
  comparison: 0,        // position in data.comparisons
  caseRecord: null,     // null: the overview
  item: null,
  numeral: null,
  allNumbers: false,
};

const comparisonKind = () => data.comparisons[state.comparison];
const comparedHere = (caseRecord) => caseRecord.compared[state.comparison];
