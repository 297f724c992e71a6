// Says what happened: aloud for screen readers, and as a short note for everyone else.
const announcer = document.getElementById("announcer");
const toasts = document.getElementById("toasts");
const SHOWN_MS = 3500;

export function say(text) {
  announcer.textContent = "";
  // An unchanged live region is not read again: empty it first, and fill it in the next turn.
  setTimeout(() => { announcer.textContent = text; }, 30);
}

export function note(text, { bad = false } = {}) {
  say(text);
  const toast = document.createElement("div");
  toast.className = bad ? "toast bad" : "toast";
  toast.textContent = text;
  toasts.replaceChildren(toast);
  setTimeout(() => toast.remove(), bad ? 2 * SHOWN_MS : SHOWN_MS);
}
