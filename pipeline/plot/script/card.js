// --- card: the sentence of a mark, where the pointer or the keyboard is ---

let cardOwner = null;

function showCard(mark, title, facts) {
  hideCard();
  cardOwner = mark;
  const card = byId("card");
  card.replaceChildren(element("h3", null, piece(title, "span")), ...facts.flatMap(factText));
  card.hidden = false;
  const box = mark.getBoundingClientRect();
  const below = box.bottom + 10;
  const top = below + card.offsetHeight < innerHeight ? below : box.top - card.offsetHeight - 10;
  card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8))}px`;
  card.style.top = `${Math.max(8, top)}px`;
  mark.classList.add("chosen");
  mark.setAttribute("aria-describedby", "card");
}

function hideCard() {
  byId("card").hidden = true;
  cardOwner?.classList.remove("chosen");
  cardOwner?.removeAttribute("aria-describedby");
  cardOwner = null;
}

function factText(fact) {
  const about = [fact.about, `数据编号 ${fact.id}`, fact.locator].filter(Boolean).join("；");
  return [element("p", null, sentenceWith(fact)), element("p.about", null, visible(about))];
}

// The figure is marked in its sentence where no other place could be meant.
function sentenceWith({ sentence, text }) {
  const parts = sentence.split(text);
  if (parts.length !== 2) return visible(sentence);
  return [visible(parts[0]), element("mark", null, visible(text)), visible(parts[1])];
}

// --- marks of a chart: one stop of the Tab key, then the arrow keys ---

function makeReachable(mark, label, title, facts) {
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", label);
  mark.setAttribute("tabindex", "-1");
  const show = () => showCard(mark, title, facts);
  mark.addEventListener("pointerenter", show);
  mark.addEventListener("pointerleave", hideCard);
  mark.addEventListener("focus", show);
  mark.addEventListener("blur", hideCard);
  return mark;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function letArrowsMove(chart) {
  const marks = () => [...chart.querySelectorAll(".mark[role]")];
  marks()[0]?.setAttribute("tabindex", "0");
  chart.addEventListener("keydown", (event) => {
    const all = marks();
    const here = all.indexOf(document.activeElement);
    if (here < 0) return;
    const last = all.length - 1;
    const next = event.key === "Home" ? 0 : event.key === "End" ? last
      : Math.min(Math.max(here + (STEPS[event.key] ?? 0), 0), last);
    if (next === here) return;
    event.preventDefault();
    all[here].setAttribute("tabindex", "-1");
    all[next].setAttribute("tabindex", "0");
    all[next].focus();
  });
}
