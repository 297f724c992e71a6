// The words of the page's language, handed over with the page.
const words = JSON.parse(document.body.dataset.words);

export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
