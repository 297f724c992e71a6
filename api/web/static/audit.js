// The progress of a batch audit while it runs; without script the page shows where it stood.
const audit = document.getElementById("audit");
const source = new EventSource(`/api/v1/audits/${encodeURIComponent(audit.dataset.id)}/events`);

function show(event) {
  const state = JSON.parse(event.data);
  if (state.state !== "running") {
    source.close();
    window.location.reload();
    return;
  }
  const bar = document.getElementById("audit-bar");
  if (!state.progress) return;
  if (!bar) {
    window.location.reload();
    return;
  }
  const { done, total, rate, seconds_left: left, failed, partly } = state.progress;
  bar.max = total;
  bar.value = done;
  document.getElementById("audit-done").textContent = done;
  document.getElementById("audit-rate").textContent = rate;
  document.getElementById("audit-left").textContent = Math.round(left ?? 0);
  document.getElementById("audit-failed").textContent = failed + partly;
}

for (const name of ["running", "done", "failed", "stopped"]) source.addEventListener(name, show);
