// --- main: the controls of the page, and its beginning ---

const THEMES = { auto: "外观：自动", light: "外观：浅色", dark: "外观：深色" };

function showHead() {
  byId("title").textContent = visible(data.title);
  byId("source").textContent = visible(data.source);
  byId("figures").replaceChildren(...data.figures.map((figure) => element("div", null,
    element("dt", null, figure.label), element("dd", null, figure.text),
    element("dd.of", null, figure.note))));
  const provinces = data.provinces.tiles.filter((tile) => tile.cases);
  byId("province").replaceChildren(element("option", { value: "" }, "全部"),
    ...provinces.map((tile) =>
      element("option", { value: tile.province }, `${tile.province}（${tile.cases}）`)));
}

function showEverything() {
  hideCard();
  byId("province").value = state.province;
  const result = `显示 ${shownCases()} / ${data.cases.length} 个案例`;
  byId("result").textContent = result;
  say(result);
  showMap();
  showNodes();
  data.rows.forEach(showRows);
}

function showTheme() {
  document.documentElement.dataset.theme = state.theme;
  byId("theme").textContent = THEMES[state.theme];
}

byId("province").addEventListener("change", (event) => {
  state.province = event.target.value;
  showEverything();
});
byId("order").addEventListener("change", (event) => {
  state.order = event.target.value;
  showEverything();
});
byId("clear").addEventListener("click", () => {
  state.province = "";
  showEverything();
});
byId("theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  state.theme = names[(names.indexOf(state.theme) + 1) % names.length];
  showTheme();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideCard();
});
addEventListener("scroll", hideCard, { passive: true });

let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  showEverything();
});

showHead();
showTheme();
showEverything();
document.documentElement.dataset.ready = "yes";
