// j and k walk through the findings; the text scrolls along.
const findings = [...document.querySelectorAll(".finding")];
const counter = document.getElementById("counter");
let current = -1;

function show(index) {
  if (index < 0 || index >= findings.length) return;
  findings[current]?.removeAttribute("aria-current");
  current = index;
  const finding = findings[current];
  finding.setAttribute("aria-current", "true");
  finding.scrollIntoView({ block: "nearest" });
  const mark = document.getElementById(finding.id.replace(/f-(\d+)$/, "m-$1"));
  mark?.scrollIntoView({ block: "center" });
  counter.textContent = `第 ${current + 1} 处，共 ${findings.length} 处`;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "j") show(current + 1);
  if (event.key === "k") show(current - 1);
});
findings.forEach((finding, index) => finding.addEventListener("click", () => show(index)));
counter.textContent = findings.length > 0 ? `共 ${findings.length} 处` : "";
