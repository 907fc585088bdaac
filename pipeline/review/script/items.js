// --- items: the facts of a case, with those that the reviewer added ---

const DIFFERENCES = ["missing", "spurious", "changed"];

// A difference of the case itself has no fact, but can be filtered and listed like one.
const caseDiffers = (caseRecord) => DIFFERENCES.includes(comparedHere(caseRecord)?.status);

function itemsHere(caseRecord) {
  const compared = comparedHere(caseRecord);
  if (!compared) return [];
  const added = canDecide() ? addedItems(caseRecord) : [];
  if (!added.length) return compared.items;
  return [...compared.items, ...added].sort((one, other) => one.fact.start - other.fact.start);
}

// Cases that neither the run nor the reference has are not shown in this comparison.
const casesHere = () => data.cases.filter((caseRecord) => comparedHere(caseRecord));

const isFlagged = (item) => Boolean(item.run && item.run.flags.length);
const labelled = (caseRecord) =>
  comparisonKind() !== "none" && reportNamed.get(caseRecord.report).labelled;

// What a person should look at: differences, or without labels flags and unknown numerals.
const needsLook = (item) => DIFFERENCES.includes(item.status) ||
  (item.status === "found" && isFlagged(item));

function spotsToLookAt(caseRecord) {
  const spots = itemsHere(caseRecord).filter((item) => needsLook(item) && passes(item));
  const compared = comparedHere(caseRecord);
  if (compared?.status === "found" && !filters.fields.size) {
    spots.push(...numbersOf(caseRecord).filter((numeral) => numeral.unexplained));
    spots.sort((one, other) => placeOf(one) - placeOf(other));
  }
  return spots;
}

const isNumeral = (spot) => !("fact" in spot);
const placeOf = (spot) => (isNumeral(spot) ? spot.start : spot.fact.start);

// Fields are told apart by colour and by the shape of their lines: see style.css.
const knownFields = Object.keys(data.values.field);
const fieldStyles = 4;
function fieldClass(field) {
  const number = knownFields.indexOf(field);
  return `field-${number < 0 || number >= fieldStyles - 1 ? fieldStyles - 1 : number}`;
}

// The fields that occur, in the order of their list.
const fieldsHere = (() => {
  const found = new Set();
  for (const caseRecord of data.cases) {
    for (const compared of caseRecord.compared) {
      for (const item of compared?.items ?? []) found.add(item.fact.field);
    }
  }
  const others = [...found].filter((field) => !knownFields.includes(field)).sort();
  return [...knownFields.filter((field) => found.has(field)), ...others];
})();

const itemByAnchor = new Map();
const caseByAnchor = new Map();
for (const caseRecord of data.cases) {
  caseByAnchor.set(caseRecord.anchor, caseRecord);
  caseRecord.compared.forEach((compared, comparison) => {
    for (const item of compared?.items ?? []) {
      if (!itemByAnchor.has(item.anchor)) itemByAnchor.set(item.anchor, { caseRecord, comparison });
    }
  });
}

// The place of a case for a person, without what is not known of it.
const placeName = (caseRecord) =>
  [caseRecord.province, caseRecord.prefecture, caseRecord.county].filter(Boolean).join(" ");
