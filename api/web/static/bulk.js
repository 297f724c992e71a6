// Decisions in bulk, from narrow to wide: a rule, a clause, everything the filter shows. What was passed over is listed.
import { note } from "./announce.js";
import { call } from "./client.js";
import { mayDecide, refresh, showAll } from "./decide.js";
import { reveal } from "./filters.js";
import { cards, currentCard, isOpen, select, shown } from "./list.js";
import { word } from "./words.js";

const review = document.getElementById("review");
const dialog = document.getElementById("bulk");
const outcome = document.getElementById("outcome");
const opener = document.querySelector('[data-act="bulk"]');
const titleOf = (card) => card.querySelector(".open").textContent.trim();

// One choice: its name, and the findings that it holds.
function option(label, members, value) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = word("bulk_rule", { title: label, count: members.length });
  element.dataset.ids = members.map((card) => card.dataset.id).join(" ");
  return element;
}

function group(label, options) {
  const element = document.createElement("optgroup");
  element.label = label;
  element.append(...options);
  return element;
}

function by(open, key, label) {
  const groups = Map.groupBy ? Map.groupBy(open, key) : open.reduce((all, card) => all.set(key(card), [...(all.get(key(card)) ?? []), card]), new Map());
  return [...groups].map(([value, members]) => [value, members, label(members[0])]);
}

export function openBulk() {
  const open = shown().filter(isOpen);
  if (open.length === 0) return note(word("all_decided"));
  const rules = by(open, (card) => card.dataset.rule, (card) => card.querySelector(".open [lang]").textContent).sort((a, b) => b[1].length - a[1].length);
  const clauses = by(open, (card) => card.dataset.clause, (card) => card.dataset.clause || word("bulk_no_clause"));
  const choice = dialog.querySelector("[name=rule]");
  choice.replaceChildren(
    group(word("bulk_by_rule"), rules.map(([value, members, label]) => option(label, members, `rule:${value}`))),
    group(word("bulk_by_clause"), clauses.map(([value, members, label]) => option(label, members, `clause:${value}`))),
    group(word("bulk_by_filter"), [option(word("bulk_shown"), open, "shown")]),
  );
  const current = currentCard();
  if (current && isOpen(current) && !current.hidden) choice.value = `rule:${current.dataset.rule}`;
  dialog.showModal();
  return undefined;
}

async function save(event) {
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
    note(word("bulk_saved", { count: answer.decided.length }));
    if (answer.skipped.length) tellSkipped(word("bulk_skipped", { count: answer.decided.length, skipped: answer.skipped.length }), answer.skipped);
  } catch (error) {
    problem.hidden = false;
    problem.textContent = error.message;
  }
}

// Which findings an act left as they were, and why; each leads to its finding.
export function tellSkipped(lead, skipped) {
  document.getElementById("outcome-lead").textContent = lead;
  document.getElementById("outcome-list").replaceChildren(...skipped.map(skippedRow));
  outcome.showModal();
}

function skippedRow({ id, code, reason }) {
  const item = document.createElement("li");
  const card = cards().find((candidate) => candidate.dataset.id === id);
  const chinese = document.documentElement.lang.startsWith("zh");
  const words = chinese ? reason : word(`skipped.${code}`);
  if (!card) {
    item.textContent = `${id}: ${words}`;
    return item;
  }
  const link = document.createElement("a");
  link.href = `#f-${card.dataset.number}`;
  link.textContent = titleOf(card);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    outcome.close();
    reveal(card);
    select(card);
  });
  const why = document.createElement("span");
  why.className = "reason";
  why.textContent = words;
  item.append(link, " ", why);
  return item;
}

if (mayDecide) {
  opener.hidden = false;
  opener.addEventListener("click", openBulk);
  dialog.querySelector("form").addEventListener("submit", save);
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
}
