// --- details: everything that is known of a fact, in the panel and in the card ---

const ROWS = ["field", "category", "subject", "value", "unit", "qualifier", "role", "status",
  "basis", "text", "place", "locator", "rule", "flags"];

// What only a run says, and a label never.
const RUN_ONLY = new Set(["locator", "rule", "flags"]);

// The value of a row for a person; null where the fact has none.
function shownValue(caseRecord, fact, name) {
  if (name === "value") return figures(fact);
  if (name === "text") return textOf(caseRecord, fact);
  if (name === "place") return `${caseRecord.start + fact.start}–${caseRecord.start + fact.end}`;
  if (name === "flags") {
    return fact.flags.map((flag) => valueLabel("flags", flag)).join("；") || null;
  }
  return fact[name] ? valueLabel(name, fact[name]) : null;
}

const rowLabel = (name) => (["value", "place"].includes(name) ? t(`details.${name}`)
  : columnLabel(name));

// Which rows a change of an attribute concerns.
const ROW_OF = { value_min: "value", value_max: "value", from_min: "value", from_max: "value",
  start: "place", end: "place" };

const referenceSide = () => t(`side.${comparisonKind() === "run" ? "run" : "labels"}`);

// A table with a column for each side that has the fact, and one for what the reviewer wrote.
function factTable(item) {
  const edited = canDecide() && !["new"].includes(item.status) && decisions.get(item.anchor)?.fact;
  const sides = [
    [t("side.found"), item.run],
    [item.status === "new" ? t("status.labels.new") : referenceSide(), item.reference],
    [t("decide.edited"), edited && { flags: [], ...edited }],
  ].filter(([, fact]) => fact);
  const changed = new Set(item.changes.map(([name]) => ROW_OF[name] || name));
  const head = element("tr", null, element("td"),
    sides.map(([label]) => element("th", { scope: "col" }, label)));
  const body = ROWS.map((name) => tableRow(item, name, sides, changed.has(name)));
  return element("table.fact", null, element("thead", null, head), element("tbody", null, body));
}

function tableRow(item, name, sides, changed) {
  const values = sides.map(([, fact]) => shownValue(item.case, fact, name));
  if (values.every((value) => value === null || value === undefined)) return null;
  const ours = RUN_ONLY.has(name) || alike(values);  // one cell for all sides
  const sign = changed ? element("span.differs", { title: t("details.differs") }, "≠") : null;
  return element(`tr${changed ? ".changed" : ""}`, null,
    element("th", { scope: "row" }, rowLabel(name), sign),
    (ours ? [values.find(Boolean)] : values).map((value) => element("td",
      { colspan: ours && sides.length > 1 ? sides.length : null },
      value ? piece(value) : t("absent"))));
}

// What all sides say alike is said once.
const alike = (values) => values.every((value) => value === values[0]);

function itemHead(item) {
  const { fact } = item;
  return element("p.item-head", null,
    fieldTag(fact.field), statusTag(item.status),
    item.optional && item.status !== "optional" ? statusTag("optional") : null,
    item.run?.id ? element("span.id", null, item.run.id) : null);
}

const fieldTag = (field) => element(`span.field-name.${fieldClass(field)}`, null,
  visible(valueLabel("field", field)));

function statusTag(status) {
  return element(`span.status.${status}`, null,
    badge(status) ? element("b", { "aria-hidden": "true" }, badge(status)) : null,
    statusLabel(status));
}

function itemDetails(item) {
  const unplaced = [item.run, item.reference].some((fact) => fact && !fact.placed);
  return element("section.item", null, itemHead(item), factTable(item),
    unplaced ? element("p.note", null, t("case.unplaced")) : null);
}

function numeralDetails(numeral) {
  const { case: caseRecord } = numeral;
  const rows = [
    [t("details.text"), textOf(caseRecord, numeral)],
    [t("details.value"), numeral.value_min ? range(numeral.value_min, numeral.value_max) : null],
    [columnLabel("unit"), numeral.unit],
    [columnLabel("qualifier"), valueLabel("qualifier", numeral.qualifier)],
    [columnLabel("kind"), numeral.kind && valueLabel("kind", numeral.kind)],
    [columnLabel("reason"), numeral.reason || t("details.number_unexplained")],
    [t("details.place"), `${caseRecord.start + numeral.start}–${caseRecord.start + numeral.end}`],
  ].filter(([, value]) => value);
  const unknown = numeral.unexplained
    ? element("span.status.unexplained", null, t("filter.unexplained")) : null;
  const tableRows = rows.map(([label, value]) => element("tr", null,
    element("th", { scope: "row" }, label), element("td", null, piece(value))));
  return element("section.item", null,
    element("p.item-head", null, element("span.field-name", null, t("details.number")), unknown),
    element("table.fact", null, element("tbody", null, tableRows)));
}

// --- the panel ---

function showDetails() {
  const panel = byId("details");
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
  panel.setAttribute("aria-label", t("details.name"));
  panel.hidden = !state.caseRecord;
  panel.replaceChildren(element("h2", null, t("details.name")), ...panelContents());
  if (focused) byId(focused)?.focus();
}

function panelContents() {
  if (state.numeral) {
    return [numeralDetails(state.numeral),
      canDecide() ? element("p.actions", null, button("button", t("decide.mark"),
        () => openForm(newFact(state.caseRecord, state.numeral)), { id: "act-mark" })) : null,
    ].filter(Boolean);
  }
  const items = itemsAtChosenPlace();
  if (!items.length) return [element("p.note", null, t("details.choose")), ...hints()];
  const several = items.length > 1
    ? [element("p.note", null, t("details.several", { count: items.length }))] : [];
  return [...several, ...items.flatMap((item) => [itemDetails(item), actions(item)]), ...hints()];
}

// The chosen item, and with it those that share its place.
function itemsAtChosenPlace() {
  if (!state.item) return [];
  const cluster = clustersOf(state.caseRecord).find(({ items }) => items.includes(state.item));
  if (!cluster) return [state.item];
  return [state.item, ...cluster.items.filter((item) => item !== state.item)];
}

const hints = () => [element("p.note", null, t(canDecide() ? "decide.hint" : "decide.not_here"))];

// The buttons with which a reviewer decides on a fact.
function actions(item) {
  if (!canDecideOn(item)) return element("p.actions");
  const decision = decisions.get(item.anchor);
  const chosen = item === state.item;
  const act = (name, label, run, verdict) => button("button", label, run, {
    id: chosen ? `act-${name}` : null, "aria-pressed": String(decision?.verdict === verdict),
  });
  const verdict = decision ? t("decide.done", { verdict: t(`decide.${decision.verdict}`) }) : null;
  const buttons = item.status === "new"
    ? [act("edit", t("decide.edit"), () => openForm(edit(item)), null),
      act("reject", t("decide.reject_new"), () => undo(item), null)]
    : [act("accept", t(acceptLabel(item)), () => accept(item), "accepted"),
      item.status === "changed"
        ? act("keep", t("decide.keep"), () => decide(item, "kept"), "kept") : null,
      act("reject", t(rejectLabel(item)), () => decide(item, "rejected"), "rejected"),
      act("edit", t("decide.edit"), () => openForm(edit(item)), "edited"),
      decision ? act("undo", t("decide.undo"), () => undo(item), null) : null];
  return element("div.actions", { role: "group", "aria-label": t("decide.name") },
    verdict ? element("p.verdict", null, `${SIGNS[decision.verdict]} ${verdict}`) : null, buttons);
}

function acceptLabel({ status }) {
  const name = { found: "spurious", optional: "missing" }[status] || status;
  return `decide.accept_${name}`;
}

function rejectLabel({ status, reference }) {
  if (!reference) return "decide.reject_spurious";
  return ["missing", "optional"].includes(status) ? "decide.reject_missing"
    : "decide.reject_labelled";
}

// --- the card that follows pointer and focus ---

let cardOwner = null;

function showCard(mark) {
  const contents = mark.dataset.anchors
    ? mark.dataset.anchors.split(" ").map(findItem).filter(Boolean).map(itemDetails)
    : [numeralDetails(findNumeral(mark))];
  const card = byId("card");
  card.replaceChildren(...contents);
  card.hidden = false;
  placeCard(card, mark.getClientRects()[0]);
  cardOwner?.removeAttribute("aria-describedby");
  cardOwner = mark;
  mark.setAttribute("aria-describedby", "card");
}

// Below the mark, or above it where there is more room; within the window, and never on the mark.
function placeCard(card, box) {
  const gap = 6;
  const above = box.top - 2 * gap;
  const below = innerHeight - box.bottom - 2 * gap;
  card.style.maxHeight = "none";
  const goesBelow = card.offsetHeight <= below || below >= above;
  card.style.maxHeight = `${goesBelow ? below : above}px`;
  card.style.left = `${Math.max(gap, Math.min(box.left, innerWidth - card.offsetWidth - gap))}px`;
  card.style.top = `${goesBelow ? box.bottom + gap : box.top - gap - card.offsetHeight}px`;
}

function hideCard() {
  byId("card").hidden = true;
  cardOwner?.removeAttribute("aria-describedby");
  cardOwner = null;
}

const findItem = (anchor) => itemsHere(state.caseRecord).find((item) => item.anchor === anchor);
const findNumeral = (mark) => numbersOf(state.caseRecord)
  .find((numeral) => numeral.start === Number(mark.dataset.numeral));
