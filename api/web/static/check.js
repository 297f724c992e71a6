// Reviews the text again when the writer pauses; an answer that was overtaken is thrown away.
import { note } from "./announce.js";
import { word } from "./words.js";

const PAUSE_MS = 700;
const form = document.getElementById("live");
const field = document.getElementById("live-text");
let timer = 0;
let running = null;

async function check() {
  running?.abort();
  const empty = document.getElementById("live-empty");
  if (!field.value.trim()) {
    document.getElementById("found").replaceChildren();
    document.getElementById("live-count").textContent = "";
    empty.hidden = false;
    return;
  }
  running = new AbortController();
  document.getElementById("live-count").textContent = word("checking");
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: running.signal, headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail ?? word("failed", { status: response.status }));
    show(answer.findings);
  } catch (error) {
    if (error.name === "AbortError") return;
    document.getElementById("live-count").textContent = "";
    note(error instanceof TypeError ? word("offline") : error.message, { bad: true });
  }
}

function show(findings) {
  document.getElementById("found").replaceChildren(...findings.map(item));
  document.getElementById("live-empty").hidden = true;
  document.getElementById("live-count").textContent = findings.length ? word("checked", { count: findings.length }) : word("clean");
}

function item(finding) {
  const entry = document.createElement("li");
  entry.className = finding.severity;
  const title = document.createElement("h3");
  title.textContent = `${finding.label} ${finding.title}`;
  const quote = document.createElement("q");
  quote.textContent = finding.quote;
  const place = document.createElement("button");
  place.type = "button";
  place.className = "quiet small";
  place.textContent = finding.clause || "↩";
  place.addEventListener("click", () => {
    field.focus();
    // The service counts code points, the browser UTF-16 units: both ends come ready for the browser.
    field.setSelectionRange(finding.start_utf16, finding.end_utf16);
  });
  entry.append(title, paragraph(quote), paragraph(finding.message), paragraph(finding.suggestion), place);
  return entry;
}

function paragraph(content) {
  const element = document.createElement("p");
  element.append(content ?? "");
  return element;
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
