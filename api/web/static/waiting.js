// A review that runs: its events are followed, and the page shows the result when it is there.
const waiting = document.getElementById("waiting");

if (waiting) {
  const events = new EventSource(`/api/v1/reviews/${waiting.dataset.review}/events`);
  const words = document.getElementById("progress");
  const shown = (event) => {
    const state = JSON.parse(event.data);
    if (state.message) words.textContent = state.message;
    if (["done", "failed", "parked"].includes(state.state)) {
      events.close();
      location.reload();
    }
  };
  events.addEventListener("message", shown);
  for (const name of ["progress", "state", "done", "failed", "parked"]) events.addEventListener(name, shown);
}
