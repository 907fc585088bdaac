// --- marks: the text of a case with its facts and numerals ---

// The text node of each piece of the text, with the place (in units) at which it begins.
const pieceStarts = new WeakMap();

// Items at overlapping places share one mark: [{start, end, items}], in order, in units.
function clustersOf(caseRecord) {
  const { toUnits } = offsets(caseRecord);
  const spans = [];
  for (const item of itemsHere(caseRecord)) {
    for (const fact of [item.run, item.reference]) {
      if (fact?.placed) spans.push([toUnits(fact.start), toUnits(fact.end), item]);
    }
  }
  spans.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const clusters = [];
  for (const [start, end, item] of spans) {
    const last = clusters[clusters.length - 1];
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      if (!last.items.includes(item)) last.items.push(item);
    } else {
      clusters.push({ start, end, items: [item] });
    }
  }
  return clusters;
}

// Numerals to mark: the unexplained ones, or all that no fact uses; none inside of a fact.
function numeralMarks(caseRecord, clusters) {
  const { toUnits } = offsets(caseRecord);
  return numbersOf(caseRecord)
    .filter((numeral) => numeral.unexplained || state.allNumbers)
    .map((numeral) => ({ numeral, start: toUnits(numeral.start), end: toUnits(numeral.end) }))
    .filter(({ start, end }) => !clusters.some((one) => start < one.end && one.start < end));
}

function caseText(caseRecord) {
  const clusters = clustersOf(caseRecord);
  const marks = [...clusters, ...numeralMarks(caseRecord, clusters)]
    .sort((one, other) => one.start - other.start);
  const paragraphs = [];
  let at = 0;
  let first = 0;
  for (const line of caseRecord.text.split("\n")) {
    const end = at + line.length;
    while (first < marks.length && marks[first].end <= at) first += 1;
    if (line.trim()) paragraphs.push(paragraph(caseRecord, at, end, marks.slice(first)));
    at = end + 1;
  }
  return element("div.text.report", { lang: "zh-CN", id: "text" }, paragraphs);
}

function paragraph(caseRecord, start, end, marks) {
  const made = element(start === 0 ? "p.heading" : "p");
  let at = start;
  for (const mark of marks) {
    if (mark.start >= end) break;
    const [from, to] = [Math.max(mark.start, start), Math.min(mark.end, end)];
    if (from < at) continue;
    appendText(made, caseRecord, at, from);
    made.append(mark.items ? factMark(caseRecord, mark, from, to)
      : numeralMark(caseRecord, mark.numeral, from, to));
    at = to;
  }
  appendText(made, caseRecord, at, end);
  return made;
}

// Appends a stretch of the text; a character without a shape becomes a box with its code.
function appendText(parent, caseRecord, start, end) {
  const text = caseRecord.text.slice(start, end);
  let at = 0;
  const appendPlain = (to) => {
    if (to <= at) return;
    const node = document.createTextNode(text.slice(at, to));
    pieceStarts.set(node, start + at);
    parent.append(node);
  };
  for (const found of text.matchAll(UNSEEN)) {
    appendPlain(found.index);
    parent.append(element("span.code", { "data-code": codeOf(found[0]) }));
    at = found.index + 1;
  }
  appendPlain(text.length);
}

// Marks of so many characters at most stay on one line, together with their badge.
const SHORT = 10;

function factMark(caseRecord, cluster, start, end) {
  const [item] = cluster.items;
  const { toUnits } = offsets(caseRecord);
  const mark = element(`a.mark.${fieldClass(item.fact.field)}`, {
    href: `#${item.anchor}`,
    "aria-label": cluster.items.map((one) => spoken(caseRecord, one)).join("; "),
    draggable: "false",
    "data-anchors": cluster.items.map((one) => one.anchor).join(" "),
  });
  mark.classList.toggle("short", end - start <= SHORT);
  dressMark(mark, cluster.items);
  const sides = cluster.items
    .flatMap((one) => [["found", one.run], ["expected", one.reference]])
    .filter(([, fact]) => fact)
    .map(([side, fact]) => ({ side, start: toUnits(fact.start), end: toUnits(fact.end) }));
  const borders = new Set([start, end]);
  for (const side of sides) borders.add(side.start).add(side.end);
  const places = [...borders].filter((place) => place >= start && place <= end)
    .sort((one, other) => one - other);
  for (let i = 0; i + 1 < places.length; i += 1) {
    const here = sides.filter((side) => side.start < places[i + 1] && places[i] < side.end);
    const classes = [...new Set(here.map((side) => `.${side.side}`))].join("");
    const segment = element(`span.segment${classes}`);
    appendText(segment, caseRecord, places[i], places[i + 1]);
    mark.append(segment);
  }
  return mark;
}

// Puts the badge before a mark, and the flag and what was decided behind it.
function dressMark(mark, items) {
  const worst = items.find((item) => DIFFERENCES.includes(item.status)) || items[0];
  mark.dataset.status = worst.status;
  mark.dataset.badge = items.map((item) => badge(item.status)).filter(Boolean).join("");
  const signs = items.map((item) => decisionSign(item)).join("");
  mark.dataset.after = `${items.some(isFlagged) ? "⚑" : ""}${signs}`;
  mark.classList.toggle("chosen", items.includes(state.item));
  if (items.includes(state.item)) mark.setAttribute("aria-current", "true");
  else mark.removeAttribute("aria-current");
}

const SIGNS = { accepted: "✓", kept: "✓", rejected: "✕", edited: "✎", added: "✓" };
const decisionSign = (item) => SIGNS[canDecide() && decisions.get(item.anchor)?.verdict] || "";

// What a screen reader says of a mark.
function spoken(caseRecord, item) {
  const { fact } = item;
  const words = [visible(textOf(caseRecord, fact)), valueLabel("field", fact.field),
    valueLabel("category", fact.category), statusLabel(item.status)];
  if (isFlagged(item)) words.push(t("filter.flagged"));
  return words.join(", ");
}

function numeralMark(caseRecord, numeral, start, end) {
  const unknown = numeral.unexplained;
  const text = visible(caseRecord.text.slice(start, end));
  const label = unknown ? t("filter.unexplained") : numeral.reason;
  const mark = element(`span.numeral${unknown ? ".unexplained" : ""}`, {
    role: "button", tabindex: "0", "data-numeral": numeral.start,
    "aria-label": `${text}, ${visible(label)}`,
  });
  appendText(mark, caseRecord, start, end);
  return mark;
}

// --- from a selection to places in the text ---

// Gives [start, end) in code points of what is selected in the text of the case, or null.
function selectedPlace() {
  const selection = getSelection();
  const text = byId("text");
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(text)) return null;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let start = null;
  let end = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node) || !pieceStarts.has(node)) continue;
    const begin = pieceStarts.get(node);
    const from = begin + (node === range.startContainer ? range.startOffset : 0);
    const to = begin + (node === range.endContainer ? range.endOffset : node.length);
    if (from === to) continue;
    start ??= from;
    end = to;
  }
  return start === null ? null : trimmed(state.caseRecord, start, end);
}

function trimmed(caseRecord, start, end) {
  const text = caseRecord.text.slice(start, end);
  const from = start + text.length - text.trimStart().length;
  const to = start + text.trimEnd().length;
  const { toPoints } = offsets(caseRecord);
  return from < to ? { start: toPoints(from), end: toPoints(to) } : null;
}
