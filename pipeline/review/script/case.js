// --- case: the chosen case in the middle of the page ---

function showCase() {
  const { caseRecord } = state;
  byId("content").replaceChildren(
    caseHead(caseRecord), caseTable(caseRecord), legend(),
    element("h3.unseen", null, t("case.text")), caseText(caseRecord), factList(caseRecord));
  document.title = `${visible(caseRecord.heading)} – ${t("title")}`;
}

function caseHead(caseRecord) {
  const number = t("case.number", { number: caseRecord.number });
  const several = data.reports.length > 1 ? [" · ", piece(caseRecord.report)] : [];
  const title = element("h2", { id: "case-title", tabindex: "-1" }, number, several);
  const step = (name, label, run, keys) =>
    button("button", label, run,
      { id: name, "aria-keyshortcuts": keys, title: `${label} (${keys})` });
  return element("div.case-head", null, title,
    element("div.steps", { role: "group" },
      step("previous-case", t("case.previous"), () => stepCase(-1), "k"),
      step("next-case", t("case.next"), () => stepCase(1), "j"),
      step("previous-difference", t("case.previous_difference"), () => stepSpot(-1), "p"),
      step("next-difference", t("case.next_difference"), () => stepSpot(1), "n")));
}

const CASE_ROWS = ["province", "prefecture", "county", "adcode", "slogan", "slogan_suffix",
  "slogan_body"];

// What is said of the case itself; what the reference says otherwise stands beside it.
function caseTable(caseRecord) {
  const compared = comparedHere(caseRecord);
  const changes = new Map((compared.changes || []).map(([name, before]) => [name, before]));
  const names = changes.has("heading") ? ["heading", ...CASE_ROWS] : CASE_ROWS;
  const cell = (name) => {
    const value = Array.isArray(caseRecord[name]) ? caseRecord[name].join(" | ") : caseRecord[name];
    if (!value && !changes.has(name)) return null;
    const expected = changes.has(name) ? element("span.expected", null,
      element("span.differs", null, "≠ "), `${referenceSide()}: `,
      changes.get(name) ? piece(changes.get(name)) : t("absent")) : null;
    return element(`div${changes.has(name) ? ".changed" : ""}`, null,
      element("dt", null, columnLabel(name)),
      element("dd", null, value ? piece(value) : t("absent"), expected));
  };
  const alone = ["missing", "spurious"].includes(compared.status)
    ? element("p.alone", null, statusTag(compared.status), " ", t(`case.${compared.status}`))
    : null;
  const odd = caseRecord.oddities.length ? element("p.oddities", null, "⚠ ",
    caseRecord.oddities.map(oddityLabel).join("；")) : null;
  return element("section", { "aria-label": t("case.attributes") },
    element("dl.case-data", null, names.map(cell)), alone, odd);
}

// A sample of each sign that the text of the case uses.
function legend() {
  const samples = fieldsHere.map((field) =>
    element(`span.mark.sample.${fieldClass(field)}`, null,
      element("span.segment.found.expected", null, visible(valueLabel("field", field)))));
  const lines = [element("span", null, element("span.segment.found.key", null, t("legend.found")))];
  if (comparisonKind() !== "none") {
    const other = t(`legend.${comparisonKind()}`);
    lines.push(element("span", null, element("span.segment.expected.key", null, other)));
  }
  const badges = [...DIFFERENCES, "optional", "derived"]
    .filter((status) => status in data.texts.status[comparisonKind()])
    .map((status) => statusTag(status));
  const all = element("label.check", null,
    element("input", { type: "checkbox", id: "all-numbers", checked: state.allNumbers,
      onchange: (event) => { state.allNumbers = event.target.checked; refreshText(); } }),
    element("span", null, t("case.all_numbers")));
  return element("div.legend", { role: "group", "aria-label": t("legend.name") },
    samples, lines, badges, element("span.numeral.unexplained", null, t("legend.unexplained")),
    element("span", null, t("legend.flag")), all);
}

// All facts of the case in a table, also those that cannot be marked in the text.
function factList(caseRecord) {
  const items = itemsHere(caseRecord);
  const title = element("h3", null, t("case.facts", { count: items.length }));
  const open = canDecide() ? acceptableItems(caseRecord) : [];
  const rest = open.length ? button("button", t("decide.accept_rest", { count: open.length }),
    () => acceptRest(caseRecord), { id: "accept-rest" }) : null;
  if (!items.length) {
    return element("section.facts", { id: "facts" }, title,
      element("p.note", null, t("case.no_facts")), emptyCaseButton(caseRecord));
  }
  const columns = ["field", "category", "subject", "value", "unit", "qualifier", "role", "status",
    "text"];
  const head = element("tr", null, element("th", { scope: "col" }, t("count.difference")),
    columns.map((name) => element("th", { scope: "col" }, rowLabel(name))));
  const rows = items.map((item) => element(`tr${item === state.item ? ".chosen" : ""}`, null,
    element("td", null, statusTag(item.status), isFlagged(item) ? " ⚑" : "", decisionSign(item)),
    columns.map((name) => factCell(item, name))));
  return element("section.facts", { id: "facts" }, element("div.facts-head", null, title, rest),
    element("div.scroll", { tabindex: "0", role: "region", "aria-label": title.textContent },
      element("table.list", null, element("thead", null, head), element("tbody", null, rows))));
}

function emptyCaseButton(caseRecord) {
  if (!canDecide() || !isNewToLabels(caseRecord)) return null;
  return button("button", t("decide.empty_case"), () => toggleEmptyCase(caseRecord),
    { id: "empty-case", "aria-pressed": String(decisions.has(caseRecord.anchor)) });
}

function factCell(item, name) {
  const value = shownValue(item.case, item.fact, name);
  const shown = value ? piece(value) : t("absent");
  if (name === "text") return element("td", null, element("a", { href: `#${item.anchor}` }, shown));
  const before = item.changes.find(([attribute]) => (ROW_OF[attribute] || attribute) === name);
  if (!before || !item.reference) return element("td", null, shown);
  const old = shownValue(item.case, item.reference, name);
  return element("td.changed", null, shown, element("span.expected", null, "≠ ",
    old ? piece(old) : t("absent")));
}

// --- refreshing parts of the case without moving the page ---

function refreshText() {
  const text = byId("text");
  if (text) text.replaceWith(caseText(state.caseRecord));
}

function refreshFacts() {
  const facts = byId("facts");
  if (facts) facts.replaceWith(factList(state.caseRecord));
}

function markOf(spot) {
  if (isNumeral(spot)) return document.querySelector(`#text [data-numeral="${spot.start}"]`);
  return [...document.querySelectorAll("#text [data-anchors]")]
    .find((mark) => mark.dataset.anchors.split(" ").includes(spot.anchor));
}

// Marks what is chosen, in the text and in the table.
function showChosen(focus) {
  for (const mark of document.querySelectorAll("#text a.mark")) {
    dressMark(mark, mark.dataset.anchors.split(" ").map(findItem).filter(Boolean));
  }
  for (const mark of document.querySelectorAll("#text .numeral")) {
    mark.classList.toggle("chosen", Number(mark.dataset.numeral) === state.numeral?.start);
  }
  refreshFacts();
  showDetails();
  const spot = state.item || state.numeral;
  const mark = spot && markOf(spot);
  if (mark && focus) {
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
  }
}
