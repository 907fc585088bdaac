// --- list: the cases that pass the filters; only the rows in sight are made ---

const ROW_HEIGHT = 76;  // as in style.css
const ROWS_BEYOND = 6;

function showList() {
  filterCases();
  byId("rows").style.height = `${listed.length * ROW_HEIGHT}px`;
  byId("result").textContent =
    t("filter.result", { count: listed.length, total: casesHere().length });
  byId("clear").hidden = !hasFilters();
  drawRows();
}

function drawRows() {
  const { scrollTop, clientHeight } = byId("list");
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - ROWS_BEYOND);
  const last = Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) + ROWS_BEYOND;
  const rows = byId("rows");
  const focused = document.activeElement?.closest?.("#rows a")?.getAttribute("href");
  rows.replaceChildren(...listed.slice(first, last).map((caseRecord, number) =>
    listRow(caseRecord, first + number)));
  if (!listed.length) {
    rows.append(element("li.nothing", null, t("filter.nothing")));
  }
  if (focused) rows.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function listRow(caseRecord, index) {
  const chosen = caseRecord === state.caseRecord;
  const row = element("li", { "aria-setsize": listed.length, "aria-posinset": index + 1 },
    element("a", { href: `#${caseRecord.anchor}`, "aria-current": chosen ? "true" : null },
      element("span.row-head", null, element("b", null, String(caseRecord.number)),
        piece(caseRecord.county || caseRecord.heading),
        element("span.row-province", null, piece(caseRecord.province))),
      element("span.row-slogan", null, piece(caseRecord.slogan || caseRecord.heading)),
      element("span.row-marks", null, rowMarks(caseRecord))));
  row.style.top = `${index * ROW_HEIGHT}px`;
  return row;
}

// How many facts of each kind that needs a look, in short.
function rowMarks(caseRecord) {
  const items = itemsHere(caseRecord);
  const compared = comparedHere(caseRecord);
  const count = (test) => items.filter(test).length;
  const mark = (status, sign, number, label) => number ? element(`span.status.${status}`,
    { title: `${label} ${number}` }, element("b", null, sign), String(number)) : null;
  const differences = DIFFERENCES.map((status) => mark(status, badge(status),
    count((item) => item.status === status) + (compared.status === status ? 1 : 0),
    statusLabel(status)));
  const decided = canDecide() ? count((item) => decisions.has(item.anchor)) : 0;
  const marks = [...differences,
    mark("flagged", "⚑", count(isFlagged), t("filter.flagged")),
    mark("unexplained", "?", unexplainedIn(caseRecord), t("filter.unexplained")),
    mark("odd", "⚠", caseRecord.oddities.length, t("filter.odd")),
    mark("decided", "✓", decided, t("decide.name"))];
  if (marks.some(Boolean)) return marks;
  return element("span.row-count", null, t("case.facts", { count: items.length }));
}

function showRowOf(caseRecord) {
  const index = listed.indexOf(caseRecord);
  const list = byId("list");
  if (index >= 0) {
    const top = index * ROW_HEIGHT;
    if (top < list.scrollTop) list.scrollTop = top;
    const bottom = top + ROW_HEIGHT - list.clientHeight;
    if (bottom > list.scrollTop) list.scrollTop = bottom;
  }
  drawRows();
}

// --- the filters above the list ---

const FILTER_STATUSES = ["missing", "spurious", "changed", "correct", "found", "optional",
  "derived", "new", "flagged", "unexplained", "odd", "undecided"];

function showFilters() {
  byId("search").placeholder = t("filter.search_hint");
  showStatusFilter();
  chips("filter-field", t("filter.field"), [...fieldsHere.map((field) =>
    [field, visible(valueLabel("field", field)), fieldClass(field)]),
  ...(comparisonKind() === "none" ? [] : [[CASE_FIELD, t("filter.case"), "field-case"]])],
  filters.fields);
  const select = byId("filter-province");
  const provinces = [...new Set(casesHere().map((caseRecord) => caseRecord.province))].sort();
  select.replaceChildren(element("option", { value: "" }, t("filter.all_provinces")),
    ...provinces.filter(Boolean).map((province) => element("option",
      { value: province, selected: province === filters.province }, visible(province))));
}

function showStatusFilter() {
  const counts = statusCounts();
  const labelOf = (name) => data.texts.filter[name]?.[position()] ?? statusLabel(name);
  const present = FILTER_STATUSES.filter((name) => counts.get(name) || filters.statuses.has(name));
  chips("filter-status", t("filter.status"), present.map((name) =>
    [name, `${labelOf(name)} ${counts.get(name) || 0}`]), filters.statuses);
}

function chips(id, label, entries, chosen) {
  const group = byId(id);
  group.setAttribute("aria-label", label);
  const focused = group.contains(document.activeElement)
    ? document.activeElement.dataset.value : null;
  const press = (value) => () => {
    toggle(chosen, value);
    filtersChanged();
  };
  group.replaceChildren(...entries.map(([value, text, look]) =>
    button(look ? `button.chip.${look}` : "button.chip", text, press(value),
      { "data-value": value })));
  pressChips();
  if (focused) group.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
}

// The figures on the chips do not depend on the filters, only which are pressed does.
function pressChips() {
  for (const chip of document.querySelectorAll(".chip")) {
    const chosen = chip.parentElement.id === "filter-field" ? filters.fields : filters.statuses;
    chip.setAttribute("aria-pressed", String(chosen.has(chip.dataset.value)));
  }
  byId("filter-province").value = filters.province;
}

function filtersChanged() {
  byId("list").scrollTop = 0;
  pressChips();
  showList();
  if (!state.caseRecord) byId("spots").replaceWith(spotTable());
  say(byId("result").textContent);
}
