// The review page: keys, first selection, and the state after a reload.
import { bind } from "./keyboard.js";
import { openBulk, tellSkipped } from "./bulk.js";
import { decide, goOn, mayDecide, undo } from "./decide.js";
import { draftsLeft } from "./drafts.js";
import { applyFilter, nextList, reveal } from "./filters.js";
import { mayIgnore, openIgnore } from "./ignore.js";
import { cardOf, cards, currentCard, refreshText, select, shown, step } from "./list.js";
import { chooseFix, mayMend, mend } from "./mend.js";
import { toggleView } from "./original.js";
import { assignToMe, mayAssign, openException, openTalk } from "./talk.js";
import { hasUnits, toggleViewed } from "./viewed.js";
import { word } from "./words.js";

const VERDICTS = new Set(["rejected", "deferred"]);

for (const tools of document.querySelectorAll(".decide")) tools.hidden = false;

// Only keys that do something on this page for this reader: `?` lists them.
if (cards().length > 0) {
  bind("j", "next", () => step(1));
  bind("k", "previous", () => step(-1));
  bind("x", "next_open", () => goOn());
  if (mayDecide) {
    bind("a", "accept", () => decide("accepted"));
    bind("r", "reject", () => decide("rejected"));
    bind("d", "defer", () => decide("deferred"));
    bind("u", "undo", takeBack);
    bind("b", "bulk", () => openBulk());
  }
  if (document.querySelector('[data-act="exception"]')) bind("e", "exception", () => openException());
  if (mayIgnore) bind("i", "ignore", () => openIgnore());
  bind("c", "comment", () => openTalk());
  if (mayAssign) bind("m", "assign_me", () => assignToMe());
  if (document.querySelector(".finding .copy")) bind("y", "copy", () => currentCard()?.querySelector(".copy")?.click());
  if (mayMend) {
    bind("f", "fix", () => chooseFix());
    bind("F", "mend", () => mend());
  }
  if (hasUnits) bind("v", "viewed", () => toggleViewed());
  if (!document.querySelector(".lists").hidden) bind("s", "list", () => nextList());
  bind("/", "search", () => document.getElementById("search").focus());
}
if (document.getElementById("original")) bind("o", "original", () => toggleView());

async function takeBack() {
  const skipped = await undo();
  if (skipped.length) tellSkipped(word("undo_skipped", { skipped: skipped.length }), skipped);
}

// What was being written before a reload is open again.
function reopen([number, form]) {
  const card = cardOf(number);
  if (!card) return;
  reveal(card);
  select(card, { quiet: true });
  if (form === "exception") openException(card);
  else if (form === "comment") openTalk(card);
  else if (form === "ignore") openIgnore(card);
  else if (VERDICTS.has(form)) decide(form, card);
}

if (document.getElementById("text").childElementCount > 300) document.getElementById("text").classList.add("large");
refreshText();
applyFilter();
const wanted = cardOf(location.hash.replace("#f-", ""));
const first = wanted ?? shown().find((card) => card.dataset.verdict === "none") ?? shown()[0] ?? null;
if (first && cards().length > 0) {
  reveal(first);
  select(first, { focus: Boolean(wanted), quiet: true });
}
const left = draftsLeft();
if (left.length > 0) reopen(left[left.length - 1]);

document.getElementById("text").addEventListener("wanted", (event) => reveal(event.detail));
window.addEventListener("hashchange", () => {
  const card = cardOf(location.hash.replace("#f-", ""));
  if (!card || card === currentCard()) return;
  reveal(card);
  select(card);
});

const activity = document.getElementById("activity");
activity.addEventListener("toggle", async () => {
  if (!activity.open) return;
  const response = await fetch(activity.dataset.address);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  activity.querySelector(".activity-body").replaceChildren(document.importNode(page.getElementById("log"), true));
});
