// The list of findings and the text beside it: which one is current, which ones are shown.
import { say } from "./announce.js";
import { word } from "./words.js";

const TONES = { 主体: 1, 优惠: 2, 挂钩条件: 3, 地域: 4, 所有制: 5, 限制: 6, 活动: 1, 规模: 5, 例外: 4, 引语: 0 };
const text = document.getElementById("text");
const listeners = [];
let current = null;

// A document may have thousands of findings: what belongs to each is looked up once, not at every key.
const all = [...document.querySelectorAll(".finding")];
const byNumber = new Map(all.map((card) => [card.dataset.number, card]));
const marksOf = new Map();
const partsOf = new Map();
let lit = [];
let marked = [];

function keep(index, number, value) {
  if (index.has(number)) index.get(number).push(value);
  else index.set(number, [value]);
}

for (const mark of text.querySelectorAll("mark")) for (const number of mark.dataset.f.split(" ")) keep(marksOf, number, mark);
for (const piece of text.querySelectorAll("[data-e]")) {
  const owners = new Set();
  for (const item of piece.dataset.e.split(" ")) {
    const [owner, role] = item.split(":");
    if (!owners.has(owner)) keep(partsOf, owner, { piece, role });
    owners.add(owner);
  }
}

export const cards = () => all;
export const shown = () => all.filter((card) => !card.hidden);
export const currentCard = () => current;
export const whenShown = (listener) => listeners.push(listener);
export const isOpen = (card) => card.dataset.verdict === "none";

export function cardOf(number) {
  return byNumber.get(String(number)) ?? null;
}

function tone(role) {
  return String(TONES[role] ?? 1 + ([...role].reduce((sum, c) => sum + c.codePointAt(0), 0) % 6));
}

function clearText() {
  for (const element of marked) element.classList.remove("current");
  for (const piece of lit) {
    piece.classList.remove("lit", "continued");
    delete piece.dataset.tone;
    delete piece.dataset.shown;
  }
  lit = [];
  marked = [];
}

function colourText(number) {
  let before = null;
  for (const { piece, role } of partsOf.get(number) ?? []) {
    piece.classList.add("lit");
    piece.classList.toggle("continued", before?.role === role && before.piece.nextSibling === piece);
    piece.dataset.tone = tone(role);
    piece.dataset.shown = role;
    lit.push(piece);
    before = { role, piece };
  }
  const flag = document.getElementById(`m-${number}`);
  marked = [...(marksOf.get(number) ?? []), ...(flag ? [flag] : []), ...document.querySelectorAll(`.box[data-f="${number}"]`)];
  for (const element of marked) element.classList.add("current");
  return flag;
}

function bring(element) {
  const pane = element.closest(".scroll");
  if (!pane || pane.scrollHeight <= pane.clientHeight) return element.scrollIntoView({ block: "nearest" });
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  const visible = box.top >= frame.top + 60 && box.bottom <= frame.bottom - 60;
  if (!visible) pane.scrollTop += box.top - frame.top - frame.height / 3;
}

export function select(card, { focus = true, quiet = false } = {}) {
  if (!card) return;
  clearText();
  current?.classList.remove("open");
  current?.removeAttribute("aria-current");
  current = card;
  card.classList.add("open");
  card.setAttribute("aria-current", "true");
  const flag = colourText(card.dataset.number);
  const box = document.querySelector(`#original:not([hidden]) .box[data-f="${card.dataset.number}"]`);
  const place = document.getElementById("original")?.hidden === false ? box : flag;
  if (place) bring(place);
  const link = card.querySelector(".open");
  if (focus) link.focus({ preventScroll: true });
  const pane = document.getElementById("list");
  if (pane.scrollHeight > pane.clientHeight) {
    const heading = card.closest(".group")?.querySelector("h3")?.offsetHeight ?? 0;
    pane.scrollTop = Math.max(card.offsetTop - heading - 4, 0);
  } else card.scrollIntoView({ block: "nearest" });
  const hash = `#f-${card.dataset.number}`;
  if (location.hash !== hash) history.replaceState(null, "", location.pathname + location.search + hash);
  if (!quiet) announce(card);
}

function announce(card) {
  const visible = shown();
  say(word("position", { place: visible.indexOf(card) + 1, total: visible.length, title: card.querySelector("h4").textContent.trim() }));
}

export function step(by) {
  const visible = shown();
  if (visible.length === 0) return say(word("nothing"));
  const index = current ? visible.indexOf(current) : -1;
  const next = index === -1 ? (by > 0 ? 0 : visible.length - 1) : index + by;
  if (next < 0 || next >= visible.length) return say(word(by > 0 ? "last" : "first"));
  select(visible[next]);
}

export function nextOpen({ quiet = false } = {}) {
  const visible = shown();
  const from = current ? visible.indexOf(current) + 1 : 0;
  const found = [...visible.slice(from), ...visible.slice(0, from)].find((card) => isOpen(card) && card !== current);
  if (found) select(found);
  else if (!quiet) say(word("all_decided"));
  return found;
}

// Shows in the text which findings are settled: those given, or all.
export function refreshText(changed = all) {
  for (const card of changed) {
    document.getElementById(`m-${card.dataset.number}`)?.classList.toggle("settled", !isOpen(card));
    for (const mark of marksOf.get(card.dataset.number) ?? []) {
      mark.classList.toggle("settled", mark.dataset.f.split(" ").map(cardOf).filter(Boolean).every((owner) => !isOpen(owner)));
    }
  }
}

export function refreshCounts() {
  const decided = all.filter((card) => !isOpen(card)).length;
  const meter = document.getElementById("meter");
  meter.value = decided;
  document.getElementById("meter-words").textContent = word("progress", { decided, total: all.length });
  document.getElementById("counter").textContent = `${shown().length}/${all.length}`;
  for (const group of document.querySelectorAll(".group")) {
    const visible = [...group.querySelectorAll(".finding")].filter((card) => !card.hidden).length;
    group.querySelector("[data-count]").textContent = visible;
    group.hidden = visible === 0;
  }
  document.getElementById("nothing").hidden = shown().length > 0 || all.length === 0;
  for (const listener of listeners) listener();
}

text.addEventListener("click", (event) => {
  const mark = event.target.closest("mark, .flag");
  if (!mark) return;
  event.preventDefault();
  const numbers = mark.matches(".flag") ? [mark.id.replace("m-", "")] : mark.dataset.f.split(" ");
  // Clicking again on words under several findings goes through them one by one.
  const at = numbers.indexOf(current?.dataset.number);
  const card = cardOf(numbers[(at + 1) % numbers.length]);
  text.dispatchEvent(new CustomEvent("wanted", { detail: card }));
  select(card, { focus: false });
});

for (const card of cards()) {
  for (const element of card.querySelectorAll(".element")) element.dataset.tone = tone(element.dataset.role);
  card.querySelector(".head").addEventListener("click", (event) => {
    event.preventDefault();
    select(card);
  });
}
