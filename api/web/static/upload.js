// Several files at once: dropped anywhere, each with its own progress, errors in words with the remedy.
import { note } from "./announce.js";
import { ProblemError, call, requestKey } from "./client.js";
import { word } from "./words.js";

const form = document.getElementById("upload");
const ENDED = new Set(["done", "failed", "parked"]);
const PARTS = ["draft", "explanation", "preliminary_opinion", "other"];
const chosen = [];

function row(file) {
  const item = document.getElementById("file-row").content.firstElementChild.cloneNode(true);
  item.querySelector(".file-name").textContent = file.name;
  item.querySelector(".file-state").textContent = word("ready");
  const entry = { file, item };
  const remove = item.querySelector(".remove");
  remove.setAttribute("aria-label", word("remove", { name: file.name }));
  remove.addEventListener("click", () => {
    chosen.splice(chosen.indexOf(entry), 1);
    item.remove();
    refresh();
  });
  item.querySelector(".part").value = guess(file.name);
  item.querySelector(".part").addEventListener("change", refresh);
  return entry;
}

function guess(name) {
  if (name.includes("说明")) return "explanation";
  if (name.includes("初审") || name.includes("意见")) return "preliminary_opinion";
  return chosen.some((other) => other.item.querySelector(".part").value === "draft") ? "other" : "draft";
}

function refuse(entry, detail) {
  entry.item.classList.add("bad");
  entry.item.querySelector("progress").hidden = true;
  entry.item.querySelector(".file-state").textContent = detail;
  entry.refused = true;
}

function add(files) {
  const most = Number(form.dataset.megabytes);
  for (const file of files) {
    const entry = row(file);
    chosen.push(entry);
    document.getElementById("files").append(entry.item);
    if (file.size === 0) refuse(entry, word("empty"));
    else if (file.size > most * 1048576) refuse(entry, word("too_large", { megabytes: most }));
  }
  refresh();
}

function isTogether() {
  return document.getElementById("together-box").checked && chosen.length > 1;
}

function refresh() {
  document.getElementById("chosen").hidden = chosen.length === 0;
  document.getElementById("start-row").hidden = chosen.length === 0;
  document.getElementById("together").hidden = chosen.length < 2;
  document.getElementById("submission-name").hidden = !isTogether();
  for (const { item } of chosen) item.querySelector(".part").hidden = !isTogether();
  const parts = new Set(chosen.map(({ item }) => item.querySelector(".part").value));
  const missing = ["draft", "explanation", "preliminary_opinion"].filter((part) => !parts.has(part));
  document.getElementById("missing").textContent = isTogether() && missing.length ? word("missing_parts", { parts: missing.map((part) => word(`part.${part}`)).join("、") }) : "";
}

// Sends one file, or all files of a submission in one request; `entries` share the progress then.
function send(address, body, entries) {
  for (const { file, item } of entries) {
    const bar = item.querySelector("progress");
    bar.hidden = false;
    bar.setAttribute("aria-label", file.name);
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of how much was sent
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    for (const [name, value] of Object.entries(requestKey())) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) for (const { item } of entries) item.querySelector("progress").value = event.loaded / event.total;
    });
    request.addEventListener("error", () => reject(new ProblemError(word("upload_failed"), 0)));
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* told below */ }
      if (request.status < 300) resolve(answer);
      else reject(new ProblemError(answer.detail ?? word("failed", { status: request.status }), request.status));
    });
    request.send(body);
  });
}

function state(entry, text) {
  entry.item.querySelector(".file-state").textContent = text;
}

function follow(entry, review) {
  entry.item.querySelector("progress").removeAttribute("value");
  return new Promise((resolve) => {
    const events = new EventSource(`/api/v1/reviews/${review.id}/events`);
    const told = (event) => {
      const now = JSON.parse(event.data);
      if (!ENDED.has(now.state)) return state(entry, word(now.state === "running" ? "running" : "queued"));
      events.close();
      resolve(now);
      return undefined;
    };
    events.addEventListener("message", told);
    for (const name of ["progress", "state", "queued", "running", "done", "failed", "parked"]) events.addEventListener(name, told);
  });
}

function begin(entry) {
  entry.sent = true;
  entry.item.classList.remove("bad");
  entry.item.querySelector(".remove").hidden = true;
  state(entry, word("uploading"));
}

function takeBack(entry, problem) {
  entry.sent = false;
  entry.item.querySelector(".remove").hidden = false;
  refuse(entry, word("refused", { detail: problem.message }));
  entry.refused = false;
}

async function finish(entry, review) {
  const ended = ENDED.has(review.state) ? review : await follow(entry, review);
  entry.item.querySelector("progress").hidden = true;
  if (ended.state !== "done") {
    const view = await call("GET", `/reviews/${review.id}`);
    refuse(entry, view.error ?? word("failed", { status: ended.state }));
    return null;
  }
  const link = document.createElement("a");
  link.href = `/reviews/${review.id}`;
  link.textContent = word("done");
  entry.item.querySelector(".file-state").replaceChildren(link);
  return review.id;
}

async function one(entry) {
  begin(entry);
  const body = new FormData();
  body.append("file", entry.file);
  try {
    return await finish(entry, await send("/api/v1/reviews", body, [entry]));
  } catch (problem) {
    takeBack(entry, problem);
    return null;
  }
}

async function together(entries) {
  const body = new FormData();
  body.append("name", form.elements.submission.value.trim() || entries[0].file.name);
  // The service answers in this order too.
  const inOrder = PARTS.flatMap((part) => entries.filter(({ item }) => item.querySelector(".part").value === part));
  for (const entry of inOrder) {
    begin(entry);
    body.append(entry.item.querySelector(".part").value, entry.file);
  }
  try {
    const submission = await send("/api/v1/submissions", body, inOrder);
    return await Promise.all(inOrder.map((entry, index) => finish(entry, submission.documents[index].latest)));
  } catch (problem) {
    for (const entry of inOrder) takeBack(entry, problem);
    return [];
  }
}

async function start(event) {
  if (event) event.preventDefault();
  const button = document.getElementById("start");
  if (chosen.length === 0) return document.getElementById("file").click();
  const waiting = chosen.filter((entry) => !entry.refused && !entry.sent);
  button.disabled = true;
  const ids = (isTogether() ? await together(waiting) : await Promise.all(waiting.map(one))).filter(Boolean);
  button.disabled = false;
  if (ids.length === 1 && chosen.length === 1) location.assign(`/reviews/${ids[0]}`);
  else if (ids.length > 0) note(word("all_done", { count: ids.length }));
  return undefined;
}

if (form) {
  const drop = document.getElementById("drop");
  const input = document.getElementById("file");
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) drop.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    add(event.dataTransfer.files);
    if (chosen.length === 1) start();
  });
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
    if (chosen.length === 1) start();
  });
  document.getElementById("together-box").addEventListener("change", refresh);
  form.addEventListener("submit", start);
  refresh();
}
