// --- filters: which cases are listed ---

const filters = { text: "", statuses: new Set(), fields: new Set(), province: "" };
const CASE_FIELD = "case";

const hasFilters = () =>
  Boolean(filters.text || filters.statuses.size || filters.fields.size || filters.province);

// Tests of a whole case beside the statuses of its facts.
const CASE_TESTS = {
  unexplained: (caseRecord) => unexplainedIn(caseRecord) > 0,
  odd: (caseRecord) => caseRecord.oddities.length > 0,
};

function hasStatus(item, status) {
  if (status === "flagged") return isFlagged(item);
  if (status === "undecided") return isOpen(item);
  return item.status === status;
}

// A fact passes when its field and one of its statuses are asked for.
function passes(item) {
  if (filters.fields.size && !filters.fields.has(item.fact.field)) return false;
  const asked = [...filters.statuses].filter((status) => !(status in CASE_TESTS));
  return !asked.length || asked.some((status) => hasStatus(item, status));
}

function casePasses(caseRecord) {
  if (filters.province && caseRecord.province !== filters.province) return false;
  if (filters.text && !searchText(caseRecord).includes(filters.text)) return false;
  if (!filters.statuses.size && !filters.fields.size) return true;
  return passesByCase(caseRecord) || itemsHere(caseRecord).some(passesByItem);
}

function passesByCase(caseRecord) {
  const statuses = [...filters.statuses];
  const tested = statuses.some((name) => name in CASE_TESTS && CASE_TESTS[name](caseRecord));
  if (tested && !filters.fields.size) return true;
  const wanted = !filters.fields.size || filters.fields.has(CASE_FIELD);
  const status = comparedHere(caseRecord).status;
  return wanted && caseDiffers(caseRecord) && (!statuses.length || statuses.includes(status));
}

// A filter that only tests cases lets no fact speak for its case.
function passesByItem(item) {
  const byFact = [...filters.statuses].some((status) => !(status in CASE_TESTS));
  return (byFact || !filters.statuses.size) && passes(item);
}

// All words of a case, made once, in which the search looks without regard to capitals.
function searchText(caseRecord) {
  caseRecord.searchText ??= [caseRecord.heading, placeName(caseRecord), caseRecord.adcode,
    caseRecord.slogan, ...caseRecord.slogan_body, caseRecord.text].join("\n").toLowerCase();
  return caseRecord.searchText;
}

let listed = [];
function filterCases() {
  listed = casesHere().filter(casePasses);
}

function clearFilters() {
  filters.text = "";
  filters.province = "";
  filters.statuses.clear();
  filters.fields.clear();
}

function toggle(set, value) {
  if (!set.delete(value)) set.add(value);
}

// How many facts, or cases, each status has, whatever the other filters.
function statusCounts() {
  const counts = new Map();
  const add = (name, number = 1) => counts.set(name, (counts.get(name) || 0) + number);
  for (const caseRecord of casesHere()) {
    for (const item of itemsHere(caseRecord)) {
      add(item.status);
      if (isFlagged(item)) add("flagged");
      if (isOpen(item)) add("undecided");
    }
    if (caseDiffers(caseRecord)) add(comparedHere(caseRecord).status);
    for (const name of Object.keys(CASE_TESTS)) add(name, CASE_TESTS[name](caseRecord) ? 1 : 0);
  }
  return counts;
}
