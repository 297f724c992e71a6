// The place under a finding where a small form opens: reason, exception, talk. One at a time.
import { currentCard } from "./list.js";

export function openPanel(card, template) {
  const panel = card.querySelector("[data-panel]");
  panel.replaceChildren(document.getElementById(template).content.cloneNode(true));
  panel.hidden = false;
  panel.dataset.shows = template;
  panel.querySelector("[data-cancel]")?.addEventListener("click", () => closePanel(card, { focus: true }));
  panel.scrollIntoView({ block: "nearest" });
  return panel.firstElementChild;
}

export function closePanel(card, { focus = false } = {}) {
  const panel = card.querySelector("[data-panel]");
  panel.hidden = true;
  panel.replaceChildren();
  delete panel.dataset.shows;
  for (const button of card.querySelectorAll("[aria-expanded]")) button.setAttribute("aria-expanded", "false");
  if (focus) card.querySelector(".open").focus();
}

export function toggled(card, template) {
  if (card.querySelector("[data-panel]").dataset.shows !== template) return false;
  closePanel(card, { focus: true });
  return true;
}

document.addEventListener("keydown", (event) => {
  const card = currentCard();
  if (event.key !== "Escape" || !card || document.querySelector("dialog[open]")) return;
  if (!card.querySelector("[data-panel]").hidden) closePanel(card, { focus: true });
});
