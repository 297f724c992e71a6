// Filtering without a round trip; the address keeps the filter, so that it can be shared and survives a reload.
import { cards, currentCard, refreshCounts } from "./list.js";

const form = document.getElementById("filters");

function passes(card, wanted) {
  return (!wanted.family || card.dataset.family === wanted.family)
    && (!wanted.severity || card.dataset.severity === wanted.severity)
    && (!wanted.certainty || card.dataset.certainty === wanted.certainty)
    && (!wanted.verdict || card.dataset.verdict === wanted.verdict)
    && (!wanted.words || card.dataset.search.toLocaleLowerCase().includes(wanted.words.toLocaleLowerCase()));
}

export function applyFilter() {
  const wanted = Object.fromEntries(new FormData(form));
  wanted.words = wanted.words.trim();
  for (const card of cards()) card.hidden = !passes(card, wanted) && card !== currentlyDecided();
  const query = new URLSearchParams(Object.entries(wanted).filter(([name, value]) => value && !(name === "order" && value === "sure")));
  history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  refreshCounts();
}

// The finding at hand stays visible after a decision, else it would vanish under the reader's eyes.
let kept = null;
const currentlyDecided = () => kept;
export function keepVisible(card) { kept = card; }

export function clearFilter() {
  for (const field of form.elements) if (field.name && field.name !== "order") field.value = "";
  applyFilter();
}

form.addEventListener("submit", (event) => { event.preventDefault(); applyFilter(); });
form.addEventListener("input", (event) => {
  kept = null;
  if (event.target.name === "order") return form.submit();
  applyFilter();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.blur();
  currentCard()?.querySelector(".open").focus();
});
