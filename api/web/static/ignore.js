// Not reported at this place, in this document, in this unit: with a reason and a last day, and taken back.
import { note, say } from "./announce.js";
import { call } from "./client.js";
import { goOn, refresh, show, showAll } from "./decide.js";
import { forgetDraft, keepDraft } from "./drafts.js";
import { keepVisible } from "./filters.js";
import { cards, currentCard } from "./list.js";
import { closePanel, openPanel, toggled } from "./panel.js";
import { word } from "./words.js";

const review = document.getElementById("review");

export const mayIgnore = document.querySelector('[data-act="ignore"]') !== null;

export function openIgnore(card = currentCard()) {
  const button = card?.querySelector('[data-act="ignore"]');
  if (!button) return say(word("select_first"));
  if (review.dataset.signed === "true") return note(word("signed"), { bad: true });
  if (toggled(card, "ignore-form")) return undefined;
  const form = openPanel(card, "ignore-form");
  button.setAttribute("aria-expanded", "true");
  keepDraft(form, `${card.dataset.number}/ignore`);
  form.elements.what.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await save(card, form);
    } catch (error) {
      const place = form.querySelector(".field-problem");
      place.hidden = false;
      place.textContent = error.message;
    }
  });
  return undefined;
}

async function save(card, form) {
  const [scope, subject = "word"] = form.elements.what.value.split(" ");
  const body = { scope, subject, reason: form.elements.reason.value.trim(), expires_on: form.elements.expires_on.value };
  const entry = await call("POST", `/findings/${card.dataset.id}/ignore-entries`, body);
  forgetDraft(`${card.dataset.number}/ignore`);
  closePanel(card);
  await showAll();
  const here = cards().filter((other) => entry.findings.includes(other.dataset.id));
  for (const other of here) other.dataset.entry = entry.id;
  keepVisible(null);
  refresh();
  note(word("ignored", { count: here.length }));
  goOn(card);
}

async function report(card) {
  try {
    const entry = await call("PATCH", `/ignore-entries/${card.dataset.entry}`, { ended: true });
    await showAll();
    refresh();
    note(word("reported_again", { count: cards().filter((other) => entry.findings.includes(other.dataset.id)).length }));
  } catch (error) {
    note(error.message, { bad: true });
  }
}

for (const card of cards()) {
  card.querySelector('[data-act="ignore"]')?.addEventListener("click", () => openIgnore(card));
  card.querySelector('[data-act="report"]')?.addEventListener("click", () => report(card));
}
