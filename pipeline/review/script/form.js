// --- form: the attributes of a label, to edit a fact or to mark a missed one ---

const CHOICES = ["field", "category", "qualifier", "role", "status", "basis"];
const FIGURE_INPUTS = ["value_min", "value_max", "from_min", "from_max"];
const NUMBER = "[0-9]+(\\.[0-9]{1,6})?";

// A task of the form: the fact it begins with, and what happens with the outcome.
function edit(item) {
  const before = decisions.get(item.anchor)?.fact
    || (item.status === "changed" ? asAccepted(item) : item.reference || item.run);
  return {
    title: t("form.edit"), caseRecord: item.case,
    fact: { ...before, optional: before.optional ?? item.optional },
    save: (fact) => decide(item, item.status === "new" ? "added" : "edited", fact),
  };
}

function newFact(caseRecord, place) {
  return {
    title: t("form.new"), caseRecord, fact: { ...guess(caseRecord, place), ...place },
    save: (fact) => go(addFact(caseRecord, fact)),
  };
}

// What the numeral in the selected words already says.
function guess(caseRecord, { start, end }) {
  const numeral = numbersOf(caseRecord)
    .find((one) => start <= one.start && one.end <= end && one.value_min);
  const field = [...filters.fields].find((name) => fieldsHere.includes(name)) || fieldsHere[0]
    || knownFields[0];
  return {
    field, category: "", subject: "", unit: numeral?.unit || "",
    value_min: numeral?.value_min || "", value_max: numeral?.value_max || "",
    from_min: "", from_max: "", qualifier: numeral?.qualifier || "exact",
    role: "main", status: "existing", basis: "stated", optional: false,
  };
}

function openForm(task) {
  hideCard();
  const { caseRecord, fact } = task;
  const form = element("form", { method: "dialog" });
  const words = piece(textOf(caseRecord, fact), "strong.report");
  form.append(element("h2", null, task.title), element("p", null, words), ...inputs(fact),
    element("p.actions", null, element("button.primary", { type: "submit" }, t("save")),
      button("button", t("cancel"), closeDialog)));
  form.addEventListener("input", () => check(form));
  form.addEventListener("change", (event) => {
    if (event.target.name === "field") fillCategories(form, "");
    check(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(form);
    if (!form.reportValidity()) return;
    closeDialog();
    task.save({ start: fact.start, end: fact.end, ...formValues(form) });
  });
  showDialog(form, task.title);
  fillCategories(form, fact.category);
  check(form);
}

function inputs(fact) {
  const field = (label, input) => element("label", null, element("span", null, label), input);
  const text = (name, properties) => field(labelOfInput(name),
    element("input", { name, value: fact[name] || "", ...properties }));
  const choice = (name) => field(columnLabel(name),
    element("select", { name, required: true }, optionsOf(name, fact[name])));
  const optional = element("input", { type: "checkbox", name: "optional", checked: fact.optional });
  return [
    element("div.fields", null, choice("field"), choice("category"),
      text("subject", { required: true }), text("unit", { required: true })),
    element("div.fields", null, FIGURE_INPUTS.map((name) => text(name, { inputmode: "decimal",
      pattern: NUMBER, title: t("form.bad_number"), required: name.startsWith("value") }))),
    element("div.fields", null, ["qualifier", "role", "status", "basis"].map(choice)),
    element("label.check", null, optional, element("span", null, t("form.optional"))),
  ];
}

const labelOfInput = (name) => ({
  value_min: `${t("details.value")} · ${t("form.min")}`,
  value_max: `${t("details.value")} · ${t("form.max")}`,
  from_min: t("form.from_min"), from_max: t("form.from_max"),
}[name] || columnLabel(name));

// What a select offers; a value that no list knows stays possible. Nobody labels a derived fact.
function optionsOf(name, value) {
  if (name === "category") return [];
  const known = name === "field" ? fieldChoices() : Object.keys(data.values[name]);
  const values = known.filter((one) => !(name === "basis" && one === "derived"));
  if (value && !values.includes(value)) values.push(value);
  return values.map((one) => option(name, one, one === value));
}

const fieldChoices = () => [...new Set([...Object.keys(data.guide), ...fieldsHere])];
const option = (name, value, selected) =>
  element("option", { value, selected }, visible(valueLabel(name, value)));

function fillCategories(form, value) {
  const guide = data.guide[form.elements.field.value];
  const values = guide ? Object.keys(guide) : Object.keys(data.values.category);
  if (value && !values.includes(value)) values.push(value);
  form.elements.category.replaceChildren(element("option", { value: "" }, ""),
    ...values.map((one) => option("category", one, one === value)));
}

// Sets what the browser then tells the person at the input that is wrong.
function check(form) {
  const { elements } = form;
  const value = (name) => elements[name].value;
  const unit = data.guide[value("field")]?.[value("category")];
  const unitFits = !unit || !value("unit") || new RegExp(`^(?:${unit})$`).test(value("unit"));
  elements.unit.setCustomValidity(unitFits ? "" : t("form.bad_unit", { unit }));
  const before = data.before[`${value("field")}.${value("category")}`] || "never";
  const complete = value("from_min") !== "" && value("from_max") !== "";
  const empty = value("from_min") === "" && value("from_max") === "";
  const right = !value("category") || (complete && before !== "never")
    || (empty && before !== "always");
  elements.from_min.setCustomValidity(right ? "" : t("form.bad_before"));
  for (const side of ["value", "from"]) {
    const ordered = value(`${side}_max`) === ""
      || Number(value(`${side}_min`)) <= Number(value(`${side}_max`));
    elements[`${side}_max`].setCustomValidity(ordered ? "" : t("form.bad_range"));
  }
}

function formValues(form) {
  const values = {};
  for (const name of [...CHOICES, ...FIGURE_INPUTS, "subject", "unit"]) {
    values[name] = form.elements[name].value.trim();
  }
  return { ...values, optional: form.elements.optional.checked, flags: [], placed: 1 };
}

// --- the one dialog of the page ---

function showDialog(contents, label) {
  const dialog = byId("dialog");
  dialog.setAttribute("aria-label", label);
  dialog.replaceChildren(contents);
  if (!dialog.open) dialog.showModal();
}

function closeDialog() {
  byId("dialog").close();
}
