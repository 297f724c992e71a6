// What somebody has typed into a panel and not yet sent outlives a reload: kept in this tab until it is sent.
const PREFIX = `draft:${location.pathname}:`;

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

export function forgetDraft(key) {
  try {
    sessionStorage.removeItem(PREFIX + key);
  } catch { /* nothing was kept */ }
}

function valuesOf(form) {
  return [...new FormData(form)].filter(([, value]) => value !== "");
}

// Puts back what was typed, and keeps what is typed from now on.
export function keepDraft(form, key) {
  for (const [name, value] of read(key) ?? []) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  form.addEventListener("input", () => {
    const values = valuesOf(form);
    try {
      if (values.length) sessionStorage.setItem(PREFIX + key, JSON.stringify(values));
      else sessionStorage.removeItem(PREFIX + key);
    } catch { /* a browser that keeps nothing */ }
  });
  form.querySelector("[data-cancel]")?.addEventListener("click", () => forgetDraft(key));
}

// The panels that were left with something in them: [finding number, form] pairs.
export function draftsLeft() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length).split("/"));
  } catch {
    return [];
  }
}
