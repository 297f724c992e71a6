// Replacements chosen by one key, several at a time, and written into the next version in one go.
import { note, say } from "./announce.js";
import { call } from "./client.js";
import { tellSkipped } from "./bulk.js";
import { cards, currentCard } from "./list.js";
import { word } from "./words.js";

const review = document.getElementById("review");
const button = document.getElementById("mend");
const STORE = `mend:${location.pathname}`;
const chosen = new Set(readChosen());

function readChosen() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

function show() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify([...chosen]));
  } catch { /* the choice then lives as long as the page */ }
  for (const card of cards()) {
    const own = card.querySelector('[data-act="fix"]');
    own?.setAttribute("aria-pressed", String(chosen.has(card.dataset.id)));
    card.classList.toggle("mended", chosen.has(card.dataset.id));
  }
  if (!button) return;
  button.hidden = chosen.size === 0;
  button.querySelector("span").textContent = word("mend", { count: chosen.size });
}

export const mayMend = button !== null && document.querySelector('[data-act="fix"]') !== null;

export function chooseFix(card = currentCard()) {
  if (!card?.querySelector('[data-act="fix"]')) return say(word("no_fix"));
  const id = card.dataset.id;
  if (!chosen.delete(id)) chosen.add(id);
  show();
  note(word(chosen.has(id) ? "fix_chosen" : "fix_left", { count: chosen.size }));
  return undefined;
}

export async function mend() {
  if (chosen.size === 0) return say(word("no_fix_chosen"));
  button.disabled = true;
  try {
    const answer = await call("POST", `/reviews/${review.dataset.review}/mend`, { findings: [...chosen] });
    chosen.clear();
    show();
    const target = `/reviews/${answer.id}`;
    if (answer.skipped.length === 0) return location.assign(target);
    tellSkipped(word("mend_skipped", { count: answer.applied.length, skipped: answer.skipped.length }), answer.skipped);
    document.getElementById("outcome").addEventListener("close", () => location.assign(target), { once: true });
  } catch (problem) {
    note(problem.message, { bad: true });
  }
  button.disabled = false;
  return undefined;
}

if (mayMend) {
  for (const card of cards()) card.querySelector('[data-act="fix"]')?.addEventListener("click", () => chooseFix(card));
  button.addEventListener("click", mend);
  const known = new Set(cards().map((card) => card.dataset.id));
  for (const id of [...chosen]) if (!known.has(id)) chosen.delete(id);
  show();
}
