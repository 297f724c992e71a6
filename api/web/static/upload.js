// Dropping a file on the page sends the form; without script the form itself works.
const form = document.getElementById("upload");
const drop = document.getElementById("drop");
const input = document.getElementById("file");
const progress = document.getElementById("progress");

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) drop.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files.length === 0) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
input.addEventListener("change", () => {
  if (input.files.length > 0) form.requestSubmit();
});
form.addEventListener("submit", () => {
  form.querySelector("button").disabled = true;
  progress.textContent = "正在上传和审查，请稍候。";
});
window.addEventListener("pageshow", () => {
  form.querySelector("button").disabled = false;
  progress.textContent = "";
});
