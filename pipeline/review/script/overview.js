// --- overview: figures of the whole, and the list of what differs ---

const PAGE_LENGTH = 40;
const CONTEXT = 28;
let listPage = 0;

function showOverview() {
  document.title = t("title");
  byId("content").replaceChildren(
    element("h2", { id: "case-title", tabindex: "-1" }, t("overview")),
    tiles(), fieldTable(), ...data.reports.map(reportSection), flagTable(), spotTable());
}

function tiles() {
  const cases = casesHere();
  const items = cases.flatMap(itemsHere);
  const sum = (name) => data.reports.reduce((total, report) => total + report[name], 0);
  const differences = items.filter((item) => DIFFERENCES.includes(item.status)).length
    + cases.filter(caseDiffers).length;
  const entries = [
    ["cases", cases.length], ["facts", items.filter((item) => item.run).length],
    ["numerals", sum("numerals")], ["unexplained", sum("unexplained")],
    ...(comparisonKind() === "none" ? [] : [["differences", differences]]),
    ["flagged", items.filter(isFlagged).length],
    ["odd", cases.filter((caseRecord) => caseRecord.oddities.length).length],
  ];
  return element("dl.tiles", null, entries.map(([name, number]) => element("div", null,
    element("dt", null, t(`count.${name}`)), element("dd", null, grouped(String(number))))));
}

// A table of figures: rows of cells, the first cell of each being its heading.
function figureTable(caption, head, rows, look = "figures") {
  return element("div.scroll", { tabindex: "0", role: "region", "aria-label": caption },
    element(`table.${look}`, null, element("caption", null, caption),
      element("thead", null, element("tr", null,
        head.map((cell) => element("th", { scope: "col" }, cell)))),
      element("tbody", null, rows.map(([first, ...cells]) => element("tr", null,
        element("th", { scope: "row" }, first), cells.map((cell) => element("td", null, cell)))))));
}

// How many facts of each field have each status; a number leads to the cases.
function fieldTable() {
  const items = casesHere().flatMap(itemsHere);
  const present = FILTER_STATUSES.filter((status) => items.some((item) => item.status === status));
  const cell = (status, field) => {
    const number = items.filter((item) => item.status === status
      && (!field || item.fact.field === field)).length;
    return number ? button("button.number", grouped(String(number)), () => filterTo(status, field),
      { "aria-label": `${statusLabel(status)} ${number}` }) : "0";
  };
  const row = (name, field) => [name, ...present.map((status) => cell(status, field)),
    String(items.filter((item) => !field || item.fact.field === field).length)];
  return figureTable(t("count.by_field"),
    [t("filter.field"), ...present.map(statusTag), t("count.total")],
    [...fieldsHere.map((field) => row(fieldTag(field), field)), row(t("score.all"), "")]);
}

function filterTo(status, field) {
  clearFilters();
  filters.statuses.add(status);
  if (field) filters.fields.add(field);
  byId("search").value = "";
  filtersChanged();
  stepCase(1);
}

function reportSection(report) {
  const title = report.title && report.title !== report.name
    ? [piece(report.title), " ", piece(report.name, "small")] : [piece(report.name)];
  const scores = comparisonKind() !== "labels" ? [] : report.labelled
    ? [scoreTable(report), shareTable(report)]
    : [element("p.note", null, t("score.unlabelled"))];
  return element("section", null, element("h3", null, title), ...scores, outsideTable(report),
    origin(report));
}

// A figure with its interval.
function figure([value, low, high]) {
  const ends = low === null ? null
    : element("small", null, ` [${percent(low)}, ${percent(high)}]`);
  return element("span.figure", null, percent(value), ends);
}

// node_count.village becomes the label of the field, or below it that of the category.
function groupLabel(group) {
  const [field, category] = group.split(".");
  if (field === "all") return t("score.all");
  if (category === undefined) {
    return fieldTag(field);
  }
  return element("span.category", null, visible(valueLabel("category", category)));
}

function scoreTable(report) {
  const byMeasure = (measure) => report.scores.filter((row) => row.measure === measure);
  const strict = new Map(byMeasure("strict").map((row) => [row.group, row]));
  const rows = byMeasure("core").map((core) => [groupLabel(core.group),
    String(core.right), String(core.spurious), String(core.missing),
    figure(core.precision), figure(core.recall), figure(core.f1),
    figure(strict.get(core.group).f1)]);
  return element("div", null, figureTable(t("score.name"), [t("score.group"), t("score.right"),
    t("score.spurious"), t("score.missing"), t("score.precision"), t("score.recall"),
    `${t("score.f1")} ${t("score.core")}`, `${t("score.f1")} ${t("score.strict")}`], rows,
  "figures"), element("p.note", null, t("score.explain")));
}

function shareTable(report) {
  const rows = report.shares.filter((row) => row.total)
    .map((row) => [shareLabel(row.name), `${row.right} / ${row.total}`, figure(row.share)]);
  return element("details", null, element("summary", null, t("score.shares")),
    figureTable(t("score.shares"), [t("score.share"), t("score.right"), t("score.value")], rows));
}

function outsideTable(report) {
  if (!report.outside.length) return null;
  return element("section", null, element("h4", null, t("count.outside")),
    element("ul.outside", null, report.outside.map((row) => element("li", null,
      piece(row.before), element("b.numeral.unexplained", null, piece(row.text)), piece(row.after),
      element("small", null, ` ${row.start}`)))));
}

function origin(report) {
  const rows = [["rules", report.rules_sha256], ["source", report.source_sha256],
    ["version", report.version]].filter(([, value]) => value);
  return element("p.origin", null, rows.map(([name, value]) =>
    [element("span", null, `${t(`count.${name}`)} `), element("code", { title: value },
      value.slice(0, 12)), " "]));
}

function flagTable() {
  const counts = new Map();
  const add = (label, number) => counts.set(label, (counts.get(label) || 0) + number);
  for (const caseRecord of casesHere()) {
    for (const name of caseRecord.oddities) add(`⚠ ${oddityLabel(name)}`, 1);
    for (const item of itemsHere(caseRecord)) {
      for (const flag of item.run?.flags ?? []) add(`⚑ ${visible(valueLabel("flags", flag))}`, 1);
    }
  }
  if (!counts.size) return null;
  const rows = [...counts].sort(([, one], [, other]) => other - one)
    .map(([label, number]) => [label, grouped(String(number))]);
  return figureTable(t("count.flags"), [t("count.what"), t("count.total")], rows);
}

// --- the list of differences ---

function spotTable() {
  const title = t(comparisonKind() === "none" ? "count.list_flags" : "count.list");
  const spots = listed.flatMap((caseRecord) => [
    ...(caseDiffers(caseRecord) && !filters.fields.size ? [{ caseRecord }] : []),
    ...spotsToLookAt(caseRecord).map((spot) => ({ caseRecord, spot }))]);
  const pages = Math.max(1, Math.ceil(spots.length / PAGE_LENGTH));
  listPage = Math.min(listPage, pages - 1);
  const shown = spots.slice(listPage * PAGE_LENGTH, (listPage + 1) * PAGE_LENGTH);
  const head = [t("count.case"), t("count.difference"), t("count.what"), t("count.context"),
    columnLabel("rule")];
  return element("section", { id: "spots" },
    spots.length ? figureTable(title, head, shown.map(spotRow), "list")
      : [element("h3", null, title), element("p.note", null, t("count.list_empty"))],
    pages > 1 ? pager(pages) : null);
}

function pager(pages) {
  const turn = (step) => {
    listPage += step;
    byId("spots").replaceWith(spotTable());
    byId("spots").scrollIntoView();
  };
  return element("p.pager", null,
    button("button", t("count.previous_page"), () => turn(-1), { disabled: listPage === 0 }),
    t("count.page", { page: listPage + 1, pages }),
    button("button", t("count.next_page"), () => turn(1), { disabled: listPage === pages - 1 }));
}

function spotRow({ caseRecord, spot }) {
  const anchor = spot?.anchor || caseRecord.anchor;
  const link = element("a", { href: `#${anchor}` }, `${caseRecord.number} `,
    piece(caseRecord.county));
  if (!spot) {
    return [link, statusTag(comparedHere(caseRecord).status), caseChanges(caseRecord),
      piece(caseRecord.heading), ""];
  }
  if (isNumeral(spot)) {
    return [link, element("span.status.unexplained", null, t("filter.unexplained")), "",
      context(caseRecord, spot), ""];
  }
  return [link, [statusTag(spot.status), isFlagged(spot) ? " ⚑" : "", decisionSign(spot)],
    whatOf(spot), context(caseRecord, spot.fact), piece(spot.run?.rule || "", "code")];
}

function caseChanges(caseRecord) {
  const changes = comparedHere(caseRecord).changes || [];
  return changes.map(([name, before, after]) => element("div", null, `${columnLabel(name)}: `,
    before ? piece(before) : t("absent"), " → ", after ? piece(after) : t("absent")));
}

function whatOf(item) {
  const { fact } = item;
  const name = element("div", null, fieldTag(fact.field), " ",
    piece(valueLabel("category", fact.category)), " ", element("b", null, figures(fact)), " ",
    piece(fact.unit));
  const sides = [item.reference, item.run];
  const rows = [...new Set(item.changes.map(([attribute]) => ROW_OF[attribute] || attribute))];
  return [name, ...rows.map((row) => {
    const [before, after] = sides.map((side) => shownValue(item.case, side, row));
    return element("div.change", null, `${rowLabel(row)}: `, before ? piece(before) : t("absent"),
      " → ", after ? piece(after) : t("absent"));
  })];
}

// The words around a place of a case.
function context(caseRecord, spot) {
  const { toUnits } = offsets(caseRecord);
  const [start, end] = [toUnits(spot.start), toUnits(spot.end)];
  const before = caseRecord.text.slice(Math.max(0, start - CONTEXT), start).split("\n").pop();
  const after = caseRecord.text.slice(end, end + CONTEXT).split("\n")[0];
  return element("span.context", null, piece(before), piece(caseRecord.text.slice(start, end), "b"),
    piece(after));
}
