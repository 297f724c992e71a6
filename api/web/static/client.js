// All requests of the pages to /api/v1: problem documents in words, lost connections told.
import { word } from "./words.js";

export class ProblemError extends Error {
  constructor(detail, status) {
    super(detail);
    this.status = status;
  }
}

// Where the office wants it, every request that adds something bears a key: sent twice, it acts once.
export function requestKey() {
  if (document.body.dataset.strict !== "true") return {};
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { "Idempotency-Key": [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

export async function call(method, path, body, headers = {}) {
  const sent = { Accept: "application/json", ...(method === "POST" ? requestKey() : {}), ...headers };
  let payload = body;
  if (body !== undefined && !(body instanceof FormData)) {
    sent["Content-Type"] = "application/json";
    payload = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { method, headers: sent, body: payload });
  } catch {
    throw new ProblemError(word("offline"), 0);
  }
  const text = await response.text();
  const answer = text ? parsed(text) : null;
  if (!response.ok) throw new ProblemError(answer?.detail ?? word("failed", { status: response.status }), response.status);
  return answer;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
