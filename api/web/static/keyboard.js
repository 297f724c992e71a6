// Single keys, off in input fields and dialogs; `?` lists those that work on this page.
import { word } from "./words.js";

const bindings = new Map();
const help = document.getElementById("help");

export function bind(key, name, act) {
  bindings.set(key, { name, act });
  const button = document.querySelector('[data-act="help"]');
  if (button) button.hidden = false;
}

export function showHelp() {
  const list = document.getElementById("help-keys");
  list.replaceChildren(...[...bindings].flatMap(([key, { name }]) => {
    const term = document.createElement("dt");
    const shown = document.createElement("kbd");
    shown.textContent = key;
    term.append(shown);
    const meaning = document.createElement("dd");
    meaning.textContent = word(`key.${name}`);
    return [term, meaning];
  }));
  help.showModal();
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const bound = bindings.get(event.key);
  if (!bound) return;
  event.preventDefault();
  bound.act(event);
});
document.querySelector('[data-act="help"]')?.addEventListener("click", showHelp);
