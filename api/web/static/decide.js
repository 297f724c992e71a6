// Decisions: one key an act, a reason from a short list where one is owed, undo for everything.
import { note, say } from "./announce.js";
import { call } from "./client.js";
import { applyFilter, keepVisible } from "./filters.js";
import { cards, currentCard, isOpen, nextOpen, refreshCounts, refreshText, select, shown } from "./list.js";
import { closePanel, openPanel } from "./panel.js";
import { word } from "./words.js";

const review = document.getElementById("review");
const NEEDS_REASON = new Set(["rejected", "deferred"]);

export const mayDecide = review.dataset.mayDecide === "true";

// Shows on the page what the service says of a finding after an act.
export function show(finding) {
  const card = cards().find((candidate) => candidate.dataset.id === finding.id);
  if (!card) return;
  const open = !finding.verdict || finding.ask_again;
  card.dataset.verdict = open ? "none" : finding.verdict;
  card.dataset.revision = finding.revision ?? "";
  for (const button of card.querySelectorAll("[data-verdict]")) button.setAttribute("aria-pressed", String(button.dataset.verdict === finding.verdict));
  const chip = document.createElement("span");
  chip.className = `chip ${finding.verdict}`;
  chip.textContent = finding.verdict ? word(`verdict.${finding.verdict}`) : "";
  card.querySelector("[data-chip]").replaceChildren(...(finding.verdict ? [chip] : []));
  card.querySelector("[data-decided]").textContent = decidedWords(finding);
}

function decidedWords(finding) {
  if (!finding.verdict) return "";
  const until = finding.until ? word("until", { date: finding.until }) : "";
  const code = finding.reason_code ? word(`reason.${finding.reason_code}`) : "";
  return [word(`verdict.${finding.verdict}`), code, finding.reason, finding.decided_by ?? "", until].filter(Boolean).join(" · ");
}

export function refresh() {
  refreshText();
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
  refresh();
  note(word("saved", { verdict: word(`verdict.${verdict}`), title: card.querySelector("h4").textContent.trim() }));
  if (!nextOpen()) select(card.hidden ? shown()[0] : card, { quiet: true });
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
async function showAll() {
  let next = null;
  do {
    const page = await call("GET", `/reviews/${review.dataset.review}/findings?page_size=200${next ? `&cursor=${encodeURIComponent(next)}` : ""}`);
    for (const finding of page.items) show(finding);
    next = page.next;
  } while (next);
}

export async function undo() {
  try {
    const answer = await call("POST", `/reviews/${review.dataset.review}/undo`);
    await showAll();
    keepVisible(null);
    refresh();
    const first = cards().find((card) => card.dataset.id === answer.decided[0]);
    if (first) { first.hidden = false; select(first, { quiet: true }); }
    note(word("undone", { count: answer.decided.length }));
  } catch (problem) {
    note(problem.message, { bad: true });
  }
}

for (const card of cards()) {
  for (const button of card.querySelectorAll(".verdicts [data-verdict]")) button.addEventListener("click", () => decide(button.dataset.verdict, card));
}

// Decisions in bulk: all undecided findings of one rule that the filter shows.
const dialog = document.getElementById("bulk");
const opener = document.querySelector('[data-act="bulk"]');

function openBulk() {
  const rules = new Map();
  for (const card of shown().filter(isOpen)) {
    const known = rules.get(card.dataset.rule) ?? { title: card.querySelector(".open [lang]").textContent, ids: [] };
    known.ids.push(card.dataset.id);
    rules.set(card.dataset.rule, known);
  }
  if (rules.size === 0) return note(word("all_decided"));
  const choice = dialog.querySelector("[name=rule]");
  choice.replaceChildren(...[...rules].sort((a, b) => b[1].ids.length - a[1].ids.length).map(([rule, known]) => {
    const option = document.createElement("option");
    option.value = rule;
    option.textContent = word("bulk_rule", { title: known.title, count: known.ids.length });
    option.dataset.ids = known.ids.join(" ");
    return option;
  }));
  if (currentCard() && rules.has(currentCard().dataset.rule)) choice.value = currentCard().dataset.rule;
  dialog.showModal();
}

async function saveBulk(event) {
  event.preventDefault();
  const form = event.target;
  const values = Object.fromEntries(new FormData(form));
  const problem = form.querySelector(".field-problem");
  if (values.verdict !== "accepted" && !values.reason_code && !values.reason.trim()) {
    problem.hidden = false;
    problem.textContent = word("reason_needed");
    return;
  }
  const ids = form.querySelector("option:checked").dataset.ids.split(" ");
  try {
    const body = { findings: ids, verdict: values.verdict, reason: values.reason.trim() };
    if (values.reason_code) body.reason_code = values.reason_code;
    const answer = await call("POST", `/reviews/${review.dataset.review}/decisions`, body);
    await showAll();
    dialog.close();
    form.reset();
    problem.hidden = true;
    refresh();
    note(word(answer.skipped.length ? "bulk_skipped" : "bulk_saved", { count: answer.decided.length, skipped: answer.skipped.length }));
  } catch (error) {
    problem.hidden = false;
    problem.textContent = error.message;
  }
}

if (mayDecide) {
  opener.hidden = false;
  opener.addEventListener("click", openBulk);
  dialog.querySelector("form").addEventListener("submit", saveBulk);
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
}
