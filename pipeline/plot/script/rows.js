// --- rows: a line for each case with its marks and figures ---

const PITCH = 22;
const LEAST_FOR_FIGURES = 520;

function showRows(record) {
  const marks = record.marks.filter((mark) => isShown(mark.case));
  const section = byId(record.name);
  if (!marks.length) {
    section.replaceChildren(...heading(record), nothing());
    return;
  }
  const rows = rowsOf(marks);
  const width = section.clientWidth - 36;
  section.replaceChildren(...heading(record), legend(record.series, marks),
    chartOf(record, rows, marks, width));
  letArrowsMove(section.querySelector(".chart"));
}

function heading(record) {
  return [element("h2", { id: `${record.name}-title` }, record.title),
    element("p.subtitle", null, record.subtitle)];
}

const nothing = () => element("p.nothing", null, "无数据");

function rowsOf(marks) {
  const rows = new Map();
  for (const mark of marks) {
    const row = rows.get(mark.case) ?? { case: mark.case, marks: [], low: 0, high: 0 };
    row.marks.push(mark);
    if (mark.high > row.high) Object.assign(row, { low: mark.low, high: mark.high });
    rows.set(mark.case, row);
  }
  return [...rows.values()].sort(ORDERS[state.order]);
}

const figuresOf = (row) => row.marks.map((mark) => mark.shown).join("、");

function chartOf(record, rows, marks, width) {
  const names = rows.map((row) => data.cases[row.case].label);
  const figures = rows.map(figuresOf);
  const left = Math.min(Math.max(...names.map(textWidth)), width * 0.36) + 8;
  const room = width < LEAST_FOR_FIGURES ? 0
    : Math.min(Math.max(...figures.map(textWidth)), width * 0.3) + 8;
  const ends = [left + ARROW, width - room - ARROW - 4];
  const lows = record.marks.map((mark) => mark.low);
  const largest = Math.max(...record.marks.map((mark) => mark.high));
  const scale = record.logarithmic ? logarithmicScale(Math.min(...lows), largest, ...ends)
    : linearScale(largest, ...ends);
  const bottom = rows.length * PITCH + 4;
  return draw("svg.chart", { height: bottom + 22, role: "group", "aria-label": record.title },
    gridLines(scale, 0, bottom, record.unit),
    rows.map((row, number) => {
      const y = (number + 0.5) * PITCH;
      return draw("g.row", { "data-case": row.case },
        draw("line.guide", { x1: left, x2: width - room, y1: y, y2: y }),
        draw("text", { x: left - 8, y: y + 4.5, "text-anchor": "end" },
          visible(shortened(names[number], left - 8))),
        room ? draw("text", { x: width - room + 8, y: y + 4.5 },
          visible(shortened(figures[number], room - 8))) : null,
        hollowLast(row.marks).map((mark) => rowMark(mark, scale, y)));
    }));
}

const hollowLast = (marks) =>
  [...marks].sort((one, other) => (one.series === "derived") - (other.series === "derived"));

function rowMark(mark, scale, y) {
  const label = data.cases[mark.case].label;
  const made = markShape(mark, mark.series, scale, y, { "data-fact": mark.fact.id });
  return makeReachable(made, `${label}：${mark.shown}`, `${label}：${mark.shown}`, [mark.fact]);
}
