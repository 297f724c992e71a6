// Decisions: one key an act, a reason from a short list where one is owed, undo for everything.
import { note, say } from "./announce.js";
import { call } from "./client.js";
import { forgetDraft, keepDraft } from "./drafts.js";
import { applyFilter, keepVisible, otherListWithOpen, reveal } from "./filters.js";
import { cards, currentCard, nextOpen, refreshCounts, refreshText, select, shown } from "./list.js";
import { closePanel, openPanel } from "./panel.js";
import { word } from "./words.js";

const review = document.getElementById("review");
const NEEDS_REASON = new Set(["rejected", "deferred"]);

export const mayDecide = review.dataset.mayDecide === "true";

// Shows on the page what the service says of a finding after an act.
export function show(finding) {
  const card = cards().find((candidate) => candidate.dataset.id === finding.id);
  if (!card) return;
  const open = (!finding.verdict || finding.ask_again) && !finding.ignored;
  const shownVerdict = finding.verdict ?? (finding.ignored ? "ignored" : "");
  card.dataset.verdict = open ? "none" : shownVerdict;
  const again = card.querySelector('[data-act="report"]');
  if (again) again.hidden = !finding.ignored;
  card.dataset.revision = finding.revision ?? "";
  for (const button of card.querySelectorAll("[data-verdict]")) button.setAttribute("aria-pressed", String(button.dataset.verdict === finding.verdict));
  const chip = document.createElement("span");
  chip.className = `chip ${shownVerdict}`;
  chip.textContent = shownVerdict ? word(`verdict.${shownVerdict}`) : "";
  card.querySelector("[data-chip]").replaceChildren(...(shownVerdict ? [chip] : []));
  card.querySelector("[data-decided]").textContent = decidedWords(finding);
}

function decidedWords(finding) {
  if (!finding.verdict) return finding.ignored ?? "";
  const until = finding.until ? word("until", { date: finding.until }) : "";
  const code = finding.reason_code ? word(`reason.${finding.reason_code}`) : "";
  return [word(`verdict.${finding.verdict}`), code, finding.reason, finding.decided_by ?? "", until].filter(Boolean).join(" · ");
}

export function refresh(changed) {
  refreshText(changed);
  applyFilter();
  refreshCounts();
}

async function save(card, verdict, reason, reasonCode) {
  const body = { verdict, reason };
  if (reasonCode) body.reason_code = reasonCode;
  const headers = card.dataset.revision ? { "If-Match": `"${card.dataset.revision}"` } : {};
  const finding = await call("PATCH", `/findings/${card.dataset.id}`, body, headers);
  keepVisible(null);
  show(finding);
  closePanel(card);
  refresh([card]);
  forgetDraft(`${card.dataset.number}/${verdict}`);
  note(word("saved", { verdict: word(`verdict.${verdict}`), title: card.querySelector("h4").textContent.trim() }));
  goOn(card);
}

// To the next finding without a decision, in the other list where this one is done; else it stays here.
export function goOn(card = currentCard()) {
  if (nextOpen({ quiet: true })) return;
  const other = otherListWithOpen();
  if (other) return select(other);
  say(word("all_decided"));
  if (card) select(card.hidden ? shown()[0] : card, { quiet: true });
}

export function decide(verdict, card = currentCard()) {
  if (!mayDecide || !card) return say(word(card ? "may_not" : "select_first"));
  if (review.dataset.signed === "true") return note(word("signed"), { bad: true });
  if (NEEDS_REASON.has(verdict)) return askReason(card, verdict);
  return save(card, verdict, "", "").catch((problem) => note(problem.message, { bad: true }));
}

function askReason(card, verdict) {
  const form = openPanel(card, "reason-form");
  form.querySelector("legend").textContent = word("why", { verdict: word(`verdict.${verdict}`) });
  keepDraft(form, `${card.dataset.number}/${verdict}`);
  const choices = [...form.querySelectorAll("[name=reason_code]")];
  form.addEventListener("keydown", (event) => {
    const digit = event.target.matches("textarea") ? undefined : choices[Number(event.key) - 1];
    if (digit) {
      event.preventDefault();
      digit.checked = true;
      form.requestSubmit();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.target.matches("button")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    const problem = form.querySelector(".field-problem");
    if (!values.reason_code && !values.reason.trim()) {
      problem.hidden = false;
      problem.textContent = word("reason_needed");
      return;
    }
    try {
      await save(card, verdict, values.reason.trim(), values.reason_code);
    } catch (error) {
      problem.hidden = false;
      problem.textContent = error.message;
    }
  });
  choices[0].focus();
}

// After an act on many findings the service is asked where each stands now, a page at a time.
export async function showAll() {
  let next = null;
  do {
    const page = await call("GET", `/reviews/${review.dataset.review}/findings?page_size=200${next ? `&cursor=${encodeURIComponent(next)}` : ""}`);
    for (const finding of page.items) show(finding);
    next = page.next;
  } while (next);
}

// Takes back the latest act, one finding or many; gives what it could not take back.
export async function undo() {
  try {
    const answer = await call("POST", `/reviews/${review.dataset.review}/undo`);
    await showAll();
    keepVisible(null);
    refresh();
    const first = cards().find((card) => card.dataset.id === answer.decided[0]);
    if (first) { reveal(first); select(first, { quiet: true }); }
    note(word("undone", { count: answer.decided.length }));
    return answer.skipped;
  } catch (problem) {
    note(problem.message, { bad: true });
    return [];
  }
}

for (const card of cards()) {
  for (const button of card.querySelectorAll(".verdicts [data-verdict]")) button.addEventListener("click", () => decide(button.dataset.verdict, card));
}
