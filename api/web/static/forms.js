// Forms that speak to the interface: data-send="POST /users"; what comes back is shown once, or the page reloads.
import { note } from "./announce.js";
import { call } from "./client.js";

function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") {
      if (field.dataset.list === undefined) body[field.name] = field.checked;
      else if (field.checked) (body[field.name] ??= []).push(field.value);
    } else if (field.type === "radio") {
      if (field.checked) body[field.name] = field.value;
    } else if (field.value === "" && field.dataset.empty === "null") {
      body[field.name] = null;
    } else if (field.value !== "") {
      const value = field.dataset.type === "bool" ? field.value === "true" : field.value;
      body[field.name] = field.type === "number" ? Number(field.value) : value;
    }
  }
  return body;
}

for (const form of document.querySelectorAll("form[data-send]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.ask && !window.confirm(form.dataset.ask)) return;
    const [method, path] = form.dataset.send.split(" ");
    try {
      const answer = await call(method, path, method === "DELETE" ? undefined : bodyOf(form));
      const secret = form.dataset.secret && answer?.[form.dataset.secret];
      if (!secret) {
        if (form.dataset.then) location.assign(form.dataset.then);
        else location.reload(); // to assign an address with a fragment would stay on the page
        return;
      }
      const place = document.getElementById("secret");
      place.hidden = false;
      place.querySelector("output").textContent = secret;
      place.focus();
      form.reset();
    } catch (problem) {
      note(problem.message, { bad: true });
    }
  });
}

// Pressed before this script is there a button would do something else than it says: only now it can be pressed.
for (const button of document.querySelectorAll("form[data-send] [data-ready]")) button.disabled = false;
