// The tabs over the text: as read, and the original pages with boxes, fetched when first asked for.
import { note } from "./announce.js";
import { cardOf, currentCard, select } from "./list.js";
import { word } from "./words.js";

const tabs = [...document.querySelectorAll("[role=tab]")];
const original = document.getElementById("original");

async function load(tab) {
  if (original.childElementCount > 0) return;
  original.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(tab.dataset.address);
    if (!response.ok) throw new Error(word("failed", { status: response.status }));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    original.replaceChildren(...[...page.getElementById("pages").children].map((child) => document.importNode(child, true)));
  } catch (error) {
    note(error.message, { bad: true });
  }
  original.removeAttribute("aria-busy");
}

async function choose(tab) {
  for (const other of tabs) {
    other.setAttribute("aria-selected", String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = other !== tab;
  }
  if (tab.dataset.address) await load(tab);
  if (currentCard()) select(currentCard(), { focus: false, quiet: true });
}

export function toggleView() {
  const other = tabs.find((tab) => tab.getAttribute("aria-selected") === "false");
  if (other) choose(other);
}

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tabs.find((candidate) => candidate !== tab);
    choose(other);
    other.focus();
  });
}
original?.addEventListener("click", (event) => {
  const box = event.target.closest(".box");
  if (!box) return;
  event.preventDefault();
  select(cardOf(box.dataset.f), { focus: false });
});
