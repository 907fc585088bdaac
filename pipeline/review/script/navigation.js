// --- navigation: addresses such as #fact-12-3, and steps from one thing to the next ---

// Goes there at once: the event of a changed address would come after the next key.
function go(anchor) {
  if (location.hash !== `#${anchor}`) history.pushState(null, "", `#${anchor}`);
  route();
}

// Shows what the address names; an address that names nothing leads to the overview.
function route() {
  const anchor = location.hash.slice(1);
  if (anchor === "main") {
    byId("main").focus();
    return;
  }
  const place = placeOfAnchor(anchor);
  if (place?.comparison !== undefined) state.comparison = place.comparison;
  const before = state.caseRecord;
  state.caseRecord = place?.caseRecord ?? null;
  state.item = place && place.caseRecord.anchor !== anchor ? findItem(anchor) ?? null : null;
  state.numeral = null;
  if (!state.caseRecord) showOverview();
  else if (state.caseRecord !== before || !byId("text")) showCase();
  if (state.caseRecord !== before) byId("main").scrollTop = 0;
  afterRoute(place?.comparison !== undefined);
}

function afterRoute(comparisonMayHaveChanged) {
  hideCard();
  if (comparisonMayHaveChanged) showComparison();
  byId("overview-link").setAttribute("aria-current", state.caseRecord ? "false" : "page");
  if (state.caseRecord) {
    showRowOf(state.caseRecord);
    showChosen(true);
  } else {
    drawRows();
    showDetails();
  }
}

// The anchor of a fact that the chosen comparison has keeps that comparison.
function placeOfAnchor(anchor) {
  const known = caseByAnchor.get(anchor);
  if (known) return { caseRecord: known };
  const decision = decisions.get(anchor);
  if (decision?.verdict === "added") {
    return { caseRecord: caseByAnchor.get(decision.case), comparison: 0 };
  }
  const place = itemByAnchor.get(anchor);
  if (!place) return null;
  const here = comparedHere(place.caseRecord)?.items.some((item) => item.anchor === anchor);
  return here ? { caseRecord: place.caseRecord } : place;
}

function stepCase(step) {
  if (!listed.length) return;
  const at = listed.indexOf(state.caseRecord);
  const next = at < 0 ? (step > 0 ? 0 : listed.length - 1) : at + step;
  if (listed[next]) go(listed[next].anchor);
}

// To the next difference, in this case or in one of the next that are listed.
function stepSpot(step) {
  const chosen = state.item || state.numeral;
  const here = state.caseRecord ? spotsToLookAt(state.caseRecord) : [];
  const from = chosen ? placeOf(chosen) : step > 0 ? -1 : Infinity;
  const ordered = step > 0 ? here : [...here].reverse();
  const at = ordered.indexOf(chosen);
  const next = at >= 0 ? ordered[at + 1]
    : ordered.find((spot) => (placeOf(spot) - from) * step > 0);
  if (next) choose(next);
  else stepToCaseWithSpot(step);
}

function stepToCaseWithSpot(step) {
  const at = listed.indexOf(state.caseRecord);
  const begin = at < 0 ? (step > 0 ? 0 : listed.length - 1) : at + step;
  for (let index = begin; index >= 0 && index < listed.length; index += step) {
    const caseRecord = listed[index];
    const spots = spotsToLookAt(caseRecord);
    if (spots.length) {
      choose(step > 0 ? spots[0] : spots[spots.length - 1]);
      return;
    }
    if (caseDiffers(caseRecord)) {
      go(caseRecord.anchor);
      return;
    }
  }
  say(t("count.list_empty"));
}

// To the next fact of the case, whatever its status.
function stepItem(step) {
  if (!state.caseRecord) return;
  const items = itemsHere(state.caseRecord);
  const at = items.indexOf(state.item);
  const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step;
  if (items[next]) go(items[next].anchor);
}

// A numeral has no address of its own: its case is shown, and then the numeral.
function choose(spot) {
  if (!isNumeral(spot)) {
    go(spot.anchor);
    return;
  }
  if (state.caseRecord !== spot.case || state.item) go(spot.case.anchor);
  state.item = null;
  state.numeral = spot;
  showChosen(true);
}
