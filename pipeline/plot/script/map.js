// --- map: a tile for each province; one with cases filters by it ---

const SHADES = 5;

function showMap() {
  const record = data.provinces;
  const section = byId("provinces");
  const body = record.most ? element("ul.tiles", null, record.tiles.map(tileOf)) : nothing();
  section.replaceChildren(...heading(record), body);
}

function tileOf(tile) {
  const made = tile.cases ? tileButton(tile) : element("span.empty", null, tile.short);
  const item = element("li", null, made);
  item.style.gridArea = `${tile.row + 1} / ${tile.column + 1}`;
  return item;
}

function tileButton(tile) {
  const chosen = state.province === tile.province;
  const most = data.provinces.most;
  const share = most > 1 ? (tile.cases - 1) / (most - 1) : 0;
  const shade = Math.min(Math.floor(share * SHADES), SHADES - 1);
  return button(`button.shade-${shade}`, [element("span", null, tile.short),
    element("b", null, String(tile.cases))], () => choose(chosen ? "" : tile.province),
  { "aria-pressed": String(chosen), "data-province": tile.province,
    "aria-label": `${tile.province}：${tile.cases}个案例` });
}

function choose(province) {
  state.province = province;
  showEverything();
  byId("provinces").querySelector(`[data-province="${province}"]`)?.focus();
}
