// --- download: the corrections as a file ---

function fileName() {
  return `${data.reports.length === 1 ? data.reports[0].name : "anli"}.corrections.json`;
}

function openDownload() {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  for (const { verdict } of decisions.values()) counts[verdict] += 1;
  counts.accepted += counts.kept;
  const reviewer = element("input", { name: "reviewer", autocomplete: "name" });
  const open = leftOpen();
  const contents = element("div", null, element("h2", null, t("download.name")),
    element("p", null, decisions.size ? t("download.summary", counts) : t("download.empty")),
    open.length ? element("p.alone", null, t("download.undecided", {
      count: open.reduce((sum, { count }) => sum + count, 0),
      cases: open.map(({ caseRecord }) => caseRecord.number).join("、") })) : null,
    element("label", null, element("span", null, t("download.reviewer")), reviewer),
    element("p", null, t("download.explain")),
    element("pre", { tabindex: "0" }, `anli gold apply ${visible(fileName())}`),
    element("p.actions", null,
      button("button.primary", t("download.save"), () => saveFile(reviewer.value.trim()),
        { id: "save-file", disabled: !decisions.size }),
      button("button", t("close"), closeDialog),
      decisions.size ? discardButton() : null));
  showDialog(contents, t("download.name"));
}

// Asks once more before everything is gone.
function discardButton() {
  const made = button("button.quiet", t("download.clear"), () => {
    if (made.dataset.asked) {
      closeDialog();
      discardDecisions();
    }
    made.dataset.asked = "yes";
    made.textContent = t("download.clear_sure");
  });
  return made;
}

function saveFile(reviewer) {
  const text = `${JSON.stringify(corrections(reviewer), null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = element("a", { href: address, download: fileName() });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
  downloaded = true;
}

addEventListener("beforeunload", (event) => {
  if (!downloaded && !keptInBrowser) event.preventDefault();
});
