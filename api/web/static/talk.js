// Below a finding: the request for an exception, comments, assignment, what happened to it.
import { note, say } from "./announce.js";
import { call } from "./client.js";
import { show, refresh } from "./decide.js";
import { forgetDraft, keepDraft } from "./drafts.js";
import { cards, currentCard } from "./list.js";
import { openPanel, toggled } from "./panel.js";
import { word } from "./words.js";

const time = (text) => (text ? text.slice(0, 16).replace("T", " ") : "");

function complain(form, error) {
  const place = form.closest("[data-panel]").querySelector(".field-problem");
  place.hidden = false;
  place.textContent = error.message;
}

export function openException(card = currentCard()) {
  const button = card?.querySelector('[data-act="exception"]');
  if (!button) return say(word("no_exception"));
  if (toggled(card, "exception-form")) return undefined;
  const form = openPanel(card, "exception-form");
  button.setAttribute("aria-expanded", "true");
  form.querySelector("select").focus();
  keepDraft(form, `${card.dataset.number}/exception`);
  showExemptions(card, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", `/findings/${card.dataset.id}/exemptions`, Object.fromEntries(new FormData(form)));
      forgetDraft(`${card.dataset.number}/exception`);
      note(word("exception_asked"));
      openExceptionAgain(card);
    } catch (error) { complain(form, error); }
  });
  return undefined;
}

function openExceptionAgain(card) {
  const form = openPanel(card, "exception-form");
  showExemptions(card, form);
}

async function showExemptions(card, form) {
  let answer;
  try {
    answer = await call("GET", `/findings/${card.dataset.id}/exemptions`);
  } catch { return; }
  for (const exemption of answer.items) form.before(exemptionRow(card, exemption));
}

function exemptionRow(card, exemption) {
  const row = document.createElement("div");
  row.className = "exemption";
  const words = document.createElement("p");
  words.textContent = [word(`exemption.${exemption.state}`), exemption.circumstance, exemption.no_milder_way, exemption.ends, exemption.until ? word("until", { date: exemption.until }) : ""].filter(Boolean).join(" · ");
  row.append(words);
  if (exemption.state === "asked" && document.getElementById("review").dataset.mayDecide === "true") {
    for (const state of ["granted", "refused"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = state === "granted" ? "small" : "small quiet";
      button.textContent = word(`grant.${state}`);
      button.addEventListener("click", () => settle(card, exemption, state));
      row.append(button, " ");
    }
  }
  return row;
}

async function settle(card, exemption, state) {
  try {
    await call("PATCH", `/findings/${card.dataset.id}/exemptions/${exemption.id}`, { granted: state === "granted", until: exemption.until });
    show(await call("GET", `/findings/${card.dataset.id}`));
    refresh();
    openExceptionAgain(card);
    note(word(`exemption.${state}`));
  } catch (error) { note(error.message, { bad: true }); }
}

export async function openTalk(card = currentCard()) {
  if (!card) return say(word("select_first"));
  if (toggled(card, "talk-form")) return undefined;
  const panel = openPanel(card, "talk-form");
  card.querySelector('[data-act="talk"]').setAttribute("aria-expanded", "true");
  const form = panel.querySelector(".comment");
  form.querySelector("textarea").focus();
  keepDraft(form, `${card.dataset.number}/comment`);
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) form.requestSubmit(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", `/findings/${card.dataset.id}/comments`, { text: form.elements.text.value.trim() });
      forgetDraft(`${card.dataset.number}/comment`);
      form.reset();
      note(word("commented"));
      await fill(card, panel);
    } catch (error) { complain(form, error); }
  });
  const assign = panel.querySelector(".assign");
  assign?.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await give(card, assign.elements.assignee_id.value || null);
      note(word("assigned"));
      showHolder(card, assign.elements.assignee_id.value ? assign.elements.assignee_id.selectedOptions[0].textContent : "");
      await fill(card, panel);
    } catch (error) { complain(assign, error); }
  });
  try { await fill(card, panel); } catch (error) { complain(form, error); }
  return undefined;
}

async function fill(card, panel) {
  const comments = await call("GET", `/findings/${card.dataset.id}/comments`);
  panel.querySelector(".comments").replaceChildren(...comments.items.map((comment) => row(card, panel, comment)));
  const address = document.getElementById("activity").dataset.address;
  const response = await fetch(`${address}?finding=${card.dataset.number}`);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  panel.querySelector(".log").replaceChildren(document.importNode(page.getElementById("log"), true));
}

// A comment; it is marked as dealt with, or opened again, where it stands.
function row(card, panel, comment) {
  const item = document.createElement("li");
  item.classList.toggle("resolved", Boolean(comment.resolved_at));
  item.textContent = `${comment.author || word("local")} ${time(comment.created_at)}\n${comment.text}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = word(comment.resolved_at ? "comment_open" : "comment_resolve");
  button.addEventListener("click", async () => {
    try {
      await call("PATCH", `/findings/${card.dataset.id}/comments/${comment.id}`, { resolved: !comment.resolved_at });
      await fill(card, panel);
    } catch (error) { note(error.message, { bad: true }); }
  });
  item.append("\n", button);
  return item;
}

function showHolder(card, name) {
  const place = card.querySelector(".place");
  place.querySelector(".holder")?.remove();
  if (!name) return;
  const holder = document.createElement("span");
  holder.className = "holder";
  holder.textContent = `@${name}`;
  place.append(" ", holder);
}

const review = document.getElementById("review");

// The finding has another state then: what is decided next is decided about that one.
async function give(card, assignee) {
  const headers = card.dataset.revision ? { "If-Match": `"${card.dataset.revision}"` } : {};
  const finding = await call("PUT", `/findings/${card.dataset.id}/assignment`, { assignee }, headers);
  card.dataset.revision = finding.revision;
}

export const mayAssign = Boolean(review.dataset.me) && review.dataset.mayDecide === "true";

// Takes the finding, or gives it back where one holds it already.
export async function assignToMe(card = currentCard()) {
  if (!card) return say(word("select_first"));
  const mine = card.querySelector(".holder")?.textContent === `@${review.dataset.myName}`;
  try {
    await give(card, mine ? null : review.dataset.me);
    showHolder(card, mine ? "" : review.dataset.myName);
    note(word(mine ? "released" : "claimed"));
  } catch (error) { note(error.message, { bad: true }); }
  return undefined;
}

for (const card of cards()) {
  card.querySelector('[data-act="exception"]')?.addEventListener("click", () => openException(card));
  card.querySelector('[data-act="talk"]')?.addEventListener("click", () => openTalk(card));
}
