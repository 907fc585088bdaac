// --- main: the events of the page, and its beginning ---

const LANGUAGES = { zh: "zh-CN", en: "en" };

function showStaticTexts() {
  document.documentElement.lang = LANGUAGES[state.language];
  for (const made of document.querySelectorAll("[data-text]")) {
    made.textContent = t(made.dataset.text);
  }
  byId("language").lang = state.language === "zh" ? "en" : "zh-CN";
  byId("title").replaceChildren(t("title"), element("span.of", null, data.reports.map((report) =>
    piece(report.title || report.name))));
  byId("panel").setAttribute("aria-label", t("filter.panel"));
  byId("list").setAttribute("aria-label", t("filter.cases"));
  showComparison();
  showDecisionCount();
}

function showComparison() {
  const group = byId("comparison");
  group.setAttribute("aria-label", t("comparison.name"));
  group.hidden = data.comparisons.length < 2;
  group.replaceChildren(element("span", { "aria-hidden": "true" }, t("comparison.name")),
    ...data.comparisons.map((kind, number) => button("button", t(`comparison.${kind}`), () => {
      state.comparison = number;
      state.item = null;
      showEverything();
    }, { "aria-pressed": String(number === state.comparison) })));
}

function showDecisionCount() {
  byId("download").textContent = t("download.button", { count: decisions.size });
}

// After a decision: what depends on it, and nothing else.
function showDecisions() {
  showDecisionCount();
  showStatusFilter();
  if (filters.statuses.size) showList();
  else drawRows();
  if (state.caseRecord) {
    if (state.item) state.item = findItem(state.item.anchor) ?? null;
    refreshText();
    showChosen(false);
  } else {
    showOverview();
  }
}

function showEverything() {
  showStaticTexts();
  showFilters();
  showList();
  if (state.caseRecord) showCase();
  else showOverview();
  afterRoute(false);
}

// --- pointer and focus ---

const MARKS = "#text a.mark, #text .numeral";
const markAt = (event) => event.target.closest?.(MARKS);

// The card stays while the pointer is on the mark or on the card itself.
let hiding = 0;
function onPointer(event) {
  const mark = markAt(event);
  clearTimeout(hiding);
  const onCard = event.target.closest?.("#card");
  if (mark && mark !== cardOwner && !mark.classList.contains("chosen")) showCard(mark);
  else if (!mark && !onCard && cardOwner) hiding = setTimeout(hideCard, 150);
}

function chooseNumeral(mark) {
  state.item = null;
  state.numeral = findNumeral(mark);
  showChosen(false);
}

function offerMark() {
  const offer = byId("mark-missed");
  const place = state.caseRecord && canDecide() ? selectedPlace() : null;
  offer.hidden = !place;
  if (!place) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  offer.style.left = `${Math.max(4, Math.min(box.left, innerWidth - offer.offsetWidth - 4))}px`;
  offer.style.top = `${Math.max(4, box.top - offer.offsetHeight - 6)}px`;
}

function markSelected() {
  const place = state.caseRecord && canDecide() ? selectedPlace() : null;
  if (!place) return;
  byId("mark-missed").hidden = true;
  openForm(newFact(state.caseRecord, place));
}

// --- keyboard ---

const press = (id) => byId(id)?.click();
const KEYS = {
  n: () => stepSpot(1),
  p: () => stepSpot(-1),
  j: () => stepCase(1),
  k: () => stepCase(-1),
  f: () => stepItem(1),
  F: () => stepItem(-1),
  o: () => go("overview"),
  "/": () => byId("search").focus(),
  "?": () => openHelp(),
  a: () => press("act-accept"),
  x: () => press("act-reject"),
  e: () => press("act-edit"),
  u: () => press("act-undo"),
  m: () => (selectedPlace() ? markSelected() : press("act-mark")),
  l: () => press("language"),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input, select, textarea");
  if (event.key === "Escape") {
    hideCard();
    if (typing && typing.id === "search") typing.blur();
    return;
  }
  if (typing || byId("dialog").open) return;
  const mark = markAt(event);
  if (mark?.matches(".numeral") && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    chooseNumeral(mark);
  } else if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

function openHelp() {
  const keys = [["n p", "n"], ["j k", "j"], ["f F", "f"], ["/", "slash"], ["o", "o"],
    ["a x e u", "a"], ["m", "m"], ["l", "l"], ["?", "help"], ["Esc", "esc"]];
  showDialog(element("div", null, element("h2", null, t("keys.name")),
    element("dl.keys", null, keys.map(([signs, name]) => element("div", null,
      element("dt", null, signs.split(" ").map((sign) => element("kbd", null, sign))),
      element("dd", null, t(`keys.${name}`))))),
    element("p.actions", null, button("button.primary", t("close"), closeDialog))), t("help"));
}

// --- beginning ---

byId("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  showEverything();
});
byId("help").addEventListener("click", openHelp);
byId("print").addEventListener("click", () => print());
byId("download").addEventListener("click", openDownload);
byId("mark-missed").addEventListener("click", markSelected);
byId("search").addEventListener("input", (event) => {
  filters.text = event.target.value.trim().toLowerCase();
  filtersChanged();
});
byId("filter-province").addEventListener("change", (event) => {
  filters.province = event.target.value;
  filtersChanged();
});
byId("clear").addEventListener("click", () => {
  clearFilters();
  byId("search").value = "";
  filtersChanged();
});
byId("list").addEventListener("scroll", drawRows, { passive: true });
addEventListener("resize", drawRows);
addEventListener("hashchange", route);
document.addEventListener("keydown", onKey);
document.addEventListener("pointerover", onPointer);
document.addEventListener("focusin", (event) => {
  const mark = markAt(event);
  if (mark && !mark.classList.contains("chosen")) showCard(mark);
  else if (!event.target.closest?.("#card")) hideCard();
});
document.addEventListener("click", (event) => {
  const mark = markAt(event);
  if (mark?.matches(".numeral") && getSelection().isCollapsed) chooseNumeral(mark);
});
document.addEventListener("selectionchange", offerMark);
byId("main").addEventListener("scroll", hideCard, { passive: true });

state.comparison = data.comparisons[0] === "none" && data.comparisons.length > 1 ? 1 : 0;
restoreDecisions();
showStaticTexts();
showFilters();
showList();
route();
document.documentElement.dataset.ready = "yes";
