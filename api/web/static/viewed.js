// Clauses ticked off as read. A mark belongs to the words: once they change, the clause is unread again.
import { note, say } from "./announce.js";
import { call } from "./client.js";
import { currentCard } from "./list.js";
import { word } from "./words.js";

const review = document.getElementById("review");
const text = document.getElementById("text");
const counter = document.getElementById("viewed");
const units = JSON.parse(text.dataset.units || "[]");

function label(unit) {
  const button = unit.button;
  button.setAttribute("aria-pressed", String(unit.viewed));
  button.textContent = word(unit.viewed ? "viewed_yes" : "viewed_no");
  button.setAttribute("aria-label", `${unit.label} ${button.textContent}`);
  unit.paragraph.classList.toggle("viewed", unit.viewed);
}

function count() {
  counter.textContent = word("viewed_count", { viewed: units.filter((unit) => unit.viewed).length, total: units.length });
}

async function toggle(unit) {
  const viewed = !unit.viewed;
  try {
    await call(viewed ? "PUT" : "DELETE", `/documents/${review.dataset.document}/viewed/${unit.digest}`);
  } catch (problem) {
    note(problem.message, { bad: true });
    return;
  }
  for (const equal of units.filter((other) => other.digest === unit.digest)) {
    equal.viewed = viewed;
    label(equal);
  }
  count();
  say(`${unit.label} ${word(viewed ? "viewed_yes" : "viewed_no")}`);
}

// The clause in which the current finding stands.
export function toggleViewed() {
  const card = currentCard();
  if (!card) return say(word("select_first"));
  const start = Number(card.dataset.start);
  const unit = [...units].reverse().find((candidate) => candidate.start <= start);
  if (!unit) return say(word("viewed_none"));
  return toggle(unit);
}

export const hasUnits = units.length > 0;

for (const unit of units) {
  unit.paragraph = text.querySelector(`[data-start="${unit.start}"]`) ?? text;
  unit.button = document.createElement("button");
  unit.button.type = "button";
  unit.button.className = "tick";
  unit.button.addEventListener("click", () => toggle(unit));
  if (unit.paragraph !== text) unit.paragraph.prepend(unit.button);
  label(unit);
}
if (hasUnits) {
  counter.hidden = false;
  count();
}
