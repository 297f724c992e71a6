// Filtering without a round trip; the address keeps the filter, so that it can be shared and survives a reload.
import { say } from "./announce.js";
import { cards, currentCard, isOpen, refreshCounts, select, shown, whenShown } from "./list.js";
import { word } from "./words.js";

const form = document.getElementById("filters");
const lists = form.querySelector(".lists");
const PLAIN = { certainty: "all", order: "sure" };

function wantedNow() {
  const wanted = Object.fromEntries(new FormData(form));
  wanted.words = wanted.words.trim();
  return wanted;
}

function passes(card, wanted, { anyList = false } = {}) {
  return (!wanted.family || card.dataset.family === wanted.family)
    && (!wanted.severity || card.dataset.severity === wanted.severity)
    && (anyList || !wanted.certainty || wanted.certainty === "all" || card.dataset.certainty === wanted.certainty)
    && (!wanted.verdict || card.dataset.verdict === wanted.verdict)
    && (!wanted.rule || card.dataset.rule === wanted.rule)
    && (!wanted.words || card.dataset.search.toLocaleLowerCase().includes(wanted.words.toLocaleLowerCase()));
}

export function applyFilter() {
  const wanted = wantedNow();
  for (const card of cards()) card.hidden = !passes(card, wanted) && card !== currentlyDecided();
  const told = Object.entries(wanted).filter(([name, value]) => value && (PLAIN[name] !== value || (name === "certainty" && !lists.hidden)));
  const query = new URLSearchParams(told);
  history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  form.setAttribute("action", location.pathname + location.hash);
  const kept = document.getElementById("view-query");
  if (kept) kept.value = String(query);
  refreshCounts();
}

// How many each list holds under the rest of the filter, and how many of them are to be decided.
function countLists(wanted) {
  const fitting = cards().filter((card) => passes(card, wanted, { anyList: true }));
  for (const shown of lists.querySelectorAll("[data-list]")) {
    const members = fitting.filter((card) => shown.dataset.list === "all" || card.dataset.certainty === shown.dataset.list);
    shown.textContent = `${members.filter(isOpen).length}/${members.length}`;
  }
}

// The finding at hand stays visible after a decision, else it would vanish under the reader's eyes.
let kept = null;
const currentlyDecided = () => kept;
export function keepVisible(card) { kept = card; }

export function clearFilter() {
  for (const field of form.elements) {
    if (field.type === "radio") field.checked = field.value === "all";
    else if (field.name && field.name !== "order") field.value = "";
  }
  applyFilter();
}

export function chooseList(name) {
  const choice = form.querySelector(`[name=certainty][value="${name}"]`);
  if (!choice || choice.checked) return;
  choice.checked = true;
  applyFilter();
  follow();
  say(word(`list.${name}`));
}

// The finding at hand is one of the list that is shown.
function follow() {
  if (currentCard()?.hidden && shown().length > 0) select(shown()[0], { focus: false, quiet: true });
}

export function nextList() {
  const choices = [...form.querySelectorAll("[name=certainty]")];
  if (lists.hidden || choices.length === 0) return;
  const at = choices.findIndex((choice) => choice.checked);
  chooseList(choices[(at + 1) % choices.length].value);
}

// A finding that somebody was led to is shown, whatever list it stands in.
export function reveal(card) {
  if (!card?.hidden) return;
  if (passes(card, wantedNow(), { anyList: true })) chooseList(card.dataset.certainty);
  card.hidden = false;
}

// When nothing is left in one list, the other one follows: what is doubtful is decided too.
export function otherListWithOpen() {
  const wanted = wantedNow();
  const left = cards().find((card) => isOpen(card) && card !== currentCard() && passes(card, wanted, { anyList: true }));
  if (!left || !left.hidden) return null;
  chooseList(left.dataset.certainty);
  return left;
}

whenShown(() => countLists(wantedNow()));
form.addEventListener("submit", (event) => { event.preventDefault(); applyFilter(); });
form.addEventListener("input", (event) => {
  kept = null;
  if (event.target.name === "order") return form.submit();
  applyFilter();
  if (event.target.name === "certainty") follow();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.blur();
  currentCard()?.querySelector(".open").focus();
});
document.querySelector("[data-clear]")?.addEventListener("click", (event) => { event.preventDefault(); clearFilter(); });
