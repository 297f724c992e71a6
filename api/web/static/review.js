// The review page: keys, first selection, and the state after a reload.
import { bind } from "./keyboard.js";
import { decide, mayDecide, undo } from "./decide.js";
import { applyFilter } from "./filters.js";
import { cardOf, cards, currentCard, nextOpen, refreshText, select, shown, step } from "./list.js";
import { toggleView } from "./original.js";
import { openException, openTalk } from "./talk.js";

for (const tools of document.querySelectorAll(".decide")) tools.hidden = false;

bind("j", "next", () => step(1));
bind("k", "previous", () => step(-1));
bind("x", "next_open", () => nextOpen());
if (mayDecide) {
  bind("a", "accept", () => decide("accepted"));
  bind("r", "reject", () => decide("rejected"));
  bind("d", "defer", () => decide("deferred"));
  bind("u", "undo", () => undo());
  bind("b", "bulk", () => document.querySelector('[data-act="bulk"]').click());
}
bind("e", "exception", () => openException());
bind("c", "comment", () => openTalk());
bind("y", "copy", () => currentCard()?.querySelector(".copy")?.click());
bind("/", "search", () => document.getElementById("search").focus());
if (document.getElementById("original")) bind("o", "original", () => toggleView());

refreshText();
applyFilter();
const wanted = cardOf(location.hash.replace("#f-", ""));
const first = wanted ?? shown().find((card) => card.dataset.verdict === "none") ?? shown()[0] ?? null;
if (first && cards().length > 0) {
  first.hidden = false;
  select(first, { focus: Boolean(wanted), quiet: true });
}

const activity = document.getElementById("activity");
activity.addEventListener("toggle", async () => {
  if (!activity.open) return;
  const response = await fetch(activity.dataset.address);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  activity.querySelector(".activity-body").replaceChildren(document.importNode(page.getElementById("log"), true));
});
