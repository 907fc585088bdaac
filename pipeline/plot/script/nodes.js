// --- nodes: the levels with a dot for each case, and the sums of the batch ---

const LANE = 60;
const DOT = 4.5;

function showNodes() {
  const section = byId("nodes");
  const record = data.nodes;
  const groups = record.levels.flatMap((level) => level.groups);
  const all = groups.flatMap((group) => group.cases);
  if (!all.some((one) => isShown(one.case))) {
    section.replaceChildren(...heading(record), nothing());
    return;
  }
  const statuses = groups.filter((group) => group.cases.length)
    .map((group) => [group.status, group.label]);
  const series = [...new Map(statuses)];
  section.replaceChildren(...heading(record), legend(series, all),
    element("p.subtitle", null, record.note), nodesChart(record, all, section.clientWidth - 36));
  letArrowsMove(section.querySelector(".chart"));
}

function nodesChart(record, all, width) {
  const left = Math.max(...record.levels.map((level) => textWidth(level.label))) + 10;
  const middle = left + (width - left) * 0.58;
  const smallest = Math.min(...all.map((one) => one.low));
  const largest = Math.max(...all.map((one) => one.high));
  const scale = logarithmicScale(smallest, largest, left + ARROW, middle - ARROW);
  const groups = record.levels.flatMap((level) => level.groups).filter((one) => one.cases.length);
  const behind = Math.max(...groups.map((group) => textWidth(group.total_text))) + 10;
  const most = Math.max(...groups.map((group) => group.total));
  const bar = (figure) => Math.max((figure / most) * Math.max(width - middle - behind, 20), 1);
  const lanes = record.levels.flatMap((level) => lanesOf(level));
  const bottom = lanes.length * LANE;
  return draw("svg.chart", { height: bottom + 22, role: "group", "aria-label": record.title },
    draw("defs", null, draw("pattern", { id: "hatched", width: 6, height: 6,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    draw("line.hatch", { x1: 0, y1: 0, x2: 0, y2: 6 }))),
    gridLines(scale, 0, bottom, "个"),
    draw("line.grid", { x1: middle, x2: middle, y1: 0, y2: bottom }),
    lanes.map((lane, number) => oneLane(lane, number * LANE, { left, middle, scale, bar, width })));
}

// A level without any cases keeps a lane of its own, which says so.
function lanesOf(level) {
  const groups = level.groups.filter((group) => group.cases.length);
  const lanes = groups.length ? groups : [level.groups[0]];
  return lanes.map((group, number) => ({ group, label: number ? "" : level.label }));
}

function oneLane({ group, label }, top, { left, middle, scale, bar, width }) {
  const y = top + LANE / 2;
  const parts = [draw("text", { x: 0, y: y + 4.5 }, label)];
  if (label) parts.push(draw("line.grid", { x1: 0, x2: width, y1: top, y2: top }));
  if (!group.cases.length) {
    return [...parts, draw("text.soft", { x: left + ARROW, y: y + 4.5 }, "无数据")];
  }
  const shown = group.cases.filter((one) => isShown(one.case));
  const places = shown.map((one) => scale.place(one.high));
  const heights = apart(places, LANE / 2 - DOT - 2);
  const x = scale.place(group.median);
  if (group.cases.length > 2) {
    parts.push(draw(`line.median.${group.status}`, { x1: x, x2: x, y1: top + 3, y2: top + LANE - 3 }));
  }
  parts.push(shown.map((one, number) => nodeMark(one, group, scale, y + heights[number])),
    draw(`rect.bar.${group.status}`, { x: middle, y: y - 8, width: bar(group.total), height: 16 }),
    draw("text", { x: middle + bar(group.total) + 6, y: y + 4.5 }, group.total_text));
  return parts;
}

function nodeMark(one, group, scale, y) {
  const { label } = data.cases[one.case];
  const made = markShape(one, group.status, scale, y, { "data-case": one.case }, DOT);
  const title = `${label}：${one.text}个（${group.label}）`;
  return makeReachable(made, title, title, one.facts);
}

// Dots move up and down so that they do not lie on each other; where the lane is too narrow, they
// cover each other in part.
function apart(places, room) {
  const taken = new Map();
  const lanes = places.map((place) => {
    const free = (lane) => (taken.get(lane) ?? []).every((other) =>
      Math.abs(other - place) >= 2 * DOT + 1);
    let lane = 0;
    while (!free(lane)) lane = lane < 0 ? -lane : -lane - 1;
    taken.set(lane, [...(taken.get(lane) ?? []), place]);
    return lane;
  });
  const furthest = Math.max(0, ...lanes.map(Math.abs));
  const step = furthest ? Math.min(2 * DOT + 1, room / furthest) : 0;
  return lanes.map((lane) => lane * step);
}
