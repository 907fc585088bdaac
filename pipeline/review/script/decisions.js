// --- decisions: what the reviewer says of the facts, kept in this browser until downloaded ---

// By the anchor of an item: {verdict, fact}. A fact is there when it was edited or added; its
// places count from the beginning of the case, as everywhere on the page.
const decisions = new Map();
const STORE = `anli-review:${data.digest}`;
let keptInBrowser = true;
let downloaded = true;

const VERDICTS = ["accepted", "kept", "rejected", "edited", "added"];

// Corrections are about labels: another run is no label.
const canDecide = () => comparisonKind() !== "run";
const canDecideOn = (item) => canDecide() && item.status !== "derived";
const isOpen = (item) => canDecideOn(item) && !decisions.has(item.anchor);

// A case that the labels do not have yet becomes one with its first accepted fact.
const isNewToLabels = (caseRecord) => ["found", "spurious"].includes(labelsOf(caseRecord)?.status);
const labelsOf = (caseRecord) => caseRecord.compared[0];

function decide(item, verdict, fact) {
  if (!canDecideOn(item)) return;
  decisions.set(item.anchor, { verdict, case: item.case.anchor, ...(fact && { fact }) });
  decisionsChanged();
}

function undo(item) {
  if (decisions.delete(item.anchor)) decisionsChanged();
}

function addFact(caseRecord, fact) {
  let number = 1;
  const anchor = () => anchorOf(caseRecord.report, `new-${caseRecord.id}-${number}`);
  while (decisions.has(anchor())) number += 1;
  decisions.set(anchor(), { verdict: "added", case: caseRecord.anchor, fact });
  decisionsChanged();
  return anchor();
}

// The items of added facts by the anchor of their case; each decision has one, always the same.
let addedByCase = null;
const addedItemOf = new WeakMap();

function addedItems(caseRecord) {
  if (!addedByCase) {
    addedByCase = new Map();
    for (const [anchor, decision] of decisions) {
      if (decision.verdict !== "added") continue;
      if (!addedByCase.has(decision.case)) addedByCase.set(decision.case, []);
      addedByCase.get(decision.case).push(addedItem(anchor, decision));
    }
  }
  return addedByCase.get(caseRecord.anchor) || [];
}

function addedItem(anchor, decision) {
  if (!addedItemOf.has(decision)) {
    const fact = { ...decision.fact, flags: [], rule: "", locator: "", placed: 1 };
    addedItemOf.set(decision, { anchor, case: caseByAnchor.get(decision.case), status: "new",
      run: null, reference: fact, changes: [], optional: fact.optional, fact });
  }
  return addedItemOf.get(decision);
}

function decisionsChanged() {
  downloaded = false;
  addedByCase = null;
  try {
    localStorage.setItem(STORE, JSON.stringify([...decisions]));
  } catch {
    keptInBrowser = false;  // private windows and some settings keep nothing
  }
  showDecisions();
}

// Takes back what an earlier visit left; anything that does not fit this page is left alone.
function restoreDecisions() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(STORE) || "[]");
  } catch {
    kept = [];
  }
  if (!Array.isArray(kept)) return;
  for (const [anchor, decision] of kept) {
    const known = itemByAnchor.has(anchor) || caseByAnchor.has(anchor)
      || decision.verdict === "added";
    if (known && VERDICTS.includes(decision.verdict) && caseByAnchor.has(decision.case)) {
      decisions.set(anchor, decision);
    }
  }
  addedByCase = null;
  downloaded = !decisions.size;
  if (decisions.size) say(t("decide.restored", { count: decisions.size }));
}

function discardDecisions() {
  decisions.clear();
  decisionsChanged();
  downloaded = true;
}

// A case without facts joins the labels when the reviewer says so.
function toggleEmptyCase(caseRecord) {
  if (!decisions.delete(caseRecord.anchor)) {
    decisions.set(caseRecord.anchor, { verdict: "accepted", case: caseRecord.anchor });
  }
  decisionsChanged();
}

// What is left to decide in a case.
const openItems = (caseRecord) => itemsHere(caseRecord).filter(isOpen);

const acceptableItems = (caseRecord) => openItems(caseRecord).filter(isWholeLabel);

function acceptRest(caseRecord) {
  for (const item of acceptableItems(caseRecord)) {
    decisions.set(item.anchor, { verdict: "accepted", case: caseRecord.anchor });
  }
  decisionsChanged();
}

// A label says everything; what the run does not know of a fact must be written by the reviewer.
const isWholeLabel = (item) =>
  ["category", "subject", "unit"].every((name) => asAccepted(item)[name]);

function accept(item) {
  if (isWholeLabel(item)) decide(item, "accepted");
  else if (canDecideOn(item)) openForm(edit(item));
}

// What becomes of an accepted fact: where the run is silent, the label still speaks.
function asAccepted({ run, reference }) {
  if (!run || !reference) return run || reference;
  const silent = Object.keys(reference).filter((name) => run[name] === "");
  return { ...run, ...Object.fromEntries(silent.map((name) => [name, reference[name]])) };
}

// --- the file of corrections ---

const LABEL_TEXTS = ["field", "category", "subject", "value_min", "value_max", "from_min",
  "from_max", "unit", "qualifier", "role", "status", "basis"];

// A fact as a label: with its words, and with places in the text of the report.
function asLabel(caseRecord, fact, optional) {
  const label = {};
  for (const name of LABEL_TEXTS) if (fact[name]) label[name] = fact[name];
  label.text = textOf(caseRecord, fact);
  label.start = caseRecord.start + fact.start;
  label.end = caseRecord.start + fact.end;
  if (optional) label.optional = true;
  return label;
}

function correction(item, decision) {
  const { case: caseRecord, run, reference, optional } = item;
  const label = (fact, flag = optional) => asLabel(caseRecord, fact, flag);
  const place = { case_no: caseRecord.number, heading: caseRecord.heading };
  const edited = decision.fact && label(decision.fact, decision.fact.optional);
  switch (decision.verdict) {
    case "added":
      return { action: "add", ...place, fact: edited };
    case "edited":
      return reference
        ? { action: "replace", ...place, old: label(reference), fact: edited }
        : { action: "add", ...place, fact: edited };
    case "rejected":
      return { action: reference ? "remove" : "reject", ...place, fact: label(reference || run) };
    case "accepted":
      if (!reference) return { action: "add", ...place, fact: label(run, false) };
      if (item.status === "changed") {
        return { action: "replace", ...place, old: label(reference),
          fact: label(asAccepted(item)) };
      }
  }
  return { action: "confirm", ...place, fact: label(reference) };
}

// A case as the labels have it; its prefecture only where the heading names it.
const caseLabel = (caseRecord) => ({
  case_no: caseRecord.number,
  heading: caseRecord.heading,
  province: caseRecord.province,
  prefecture: caseRecord.prefecture_named ? caseRecord.prefecture : null,
  county: caseRecord.county,
  adcode: caseRecord.adcode,
  slogan: caseRecord.slogan,
  slogan_suffix: caseRecord.slogan_suffix,
  slogan_body: caseRecord.slogan_body,
});

const labelItems = (caseRecord) =>
  [...(labelsOf(caseRecord)?.items ?? []), ...addedItems(caseRecord)];

// Everything that was decided, in the order of the page, as `anli gold apply` reads it.
function corrections(reviewer) {
  const reports = data.reports.map((report) => ({ report: report.name,
    source_sha256: report.source_sha256, cases: [], corrections: [] }));
  const byName = new Map(reports.map((report) => [report.report, report]));
  for (const caseRecord of data.cases) {
    const decided = labelItems(caseRecord).filter((item) => decisions.has(item.anchor));
    if (!decided.length && !decisions.has(caseRecord.anchor)) continue;
    const report = byName.get(caseRecord.report);
    if (isNewToLabels(caseRecord)) report.cases.push(caseLabel(caseRecord));
    for (const item of decided) {
      report.corrections.push(correction(item, decisions.get(item.anchor)));
    }
  }
  return { format: "anli-corrections", version: 1, reviewer,
    reports: reports.filter((report) => report.corrections.length || report.cases.length) };
}

// Facts that are open in cases that become labelled: they would count as no facts.
function leftOpen() {
  return data.cases.filter(isNewToLabels).map((caseRecord) => {
    const items = labelItems(caseRecord).filter((item) => item.status !== "derived");
    const open = items.filter((item) => !decisions.has(item.anchor));
    return { caseRecord, count: open.length === items.length ? 0 : open.length };
  }).filter(({ count }) => count);
}
