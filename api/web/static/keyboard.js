// Single keys, off in input fields and dialogs; `?` lists those that work on this page and lets them be changed.
import { word } from "./words.js";

const STORE = "keys";
const bindings = new Map();
const help = document.getElementById("help");
let rebinding = null;

function own() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function keep(keys) {
  try {
    localStorage.setItem(STORE, JSON.stringify(keys));
  } catch { /* a browser that keeps nothing has the usual keys */ }
}

const keyOf = (name) => own()[name] ?? bindings.get(name).usual;

// Buttons show the key that works now, to the eye and to screen readers.
function showKeys() {
  for (const shown of document.querySelectorAll("kbd[data-key]")) {
    const known = bindings.has(shown.dataset.key);
    shown.hidden = !known;
    if (!known) continue;
    shown.textContent = keyOf(shown.dataset.key);
    shown.closest("button")?.setAttribute("aria-keyshortcuts", shown.textContent);
  }
}

export function bind(key, name, act) {
  bindings.set(name, { usual: key, act });
  const button = document.querySelector('[data-act="help"]');
  if (button) button.hidden = false;
  showKeys();
}

function row(name) {
  const term = document.createElement("dt");
  const shown = document.createElement("kbd");
  shown.textContent = rebinding === name ? "…" : keyOf(name);
  term.append(shown);
  const meaning = document.createElement("dd");
  const change = document.createElement("button");
  change.type = "button";
  change.className = "link";
  change.dataset.rebind = name;
  change.textContent = word(rebinding === name ? "key_press" : "key_change");
  change.setAttribute("aria-label", `${word(`key.${name}`)}: ${change.textContent}`);
  change.addEventListener("click", () => {
    rebinding = name;
    list(name);
  });
  meaning.append(`${word(`key.${name}`)} `, change);
  return [term, meaning];
}

function list(focus = null) {
  document.getElementById("help-keys").replaceChildren(...[...bindings.keys()].flatMap(row));
  if (focus) document.querySelector(`[data-rebind="${focus}"]`).focus();
}

export function showHelp() {
  rebinding = null;
  list();
  help.showModal();
}

// A key that another act has changes places with it, so that every act keeps one.
function rebind(key) {
  const keys = own();
  const before = keyOf(rebinding);
  const other = [...bindings.keys()].find((name) => name !== rebinding && keyOf(name) === key);
  keys[rebinding] = key;
  if (other) keys[other] = before;
  keep(keys);
}

function hear(event) {
  if (["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  const name = rebinding;
  if (event.key !== "Escape" && event.key.length === 1 && event.key !== " ") rebind(event.key);
  rebinding = null;
  list(name);
  showKeys();
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const name = [...bindings.keys()].find((candidate) => keyOf(candidate) === event.key);
  if (!name) return;
  event.preventDefault();
  bindings.get(name).act(event);
});
// While a new key is waited for, no other listener hears it.
document.addEventListener("keydown", (event) => {
  if (rebinding !== null && !event.isComposing) hear(event);
}, true);
help?.addEventListener("close", () => { rebinding = null; });
document.querySelector('[data-act="help"]')?.addEventListener("click", showHelp);
document.querySelector('[data-act="usual-keys"]')?.addEventListener("click", () => {
  keep({});
  rebinding = null;
  list();
  showKeys();
});
