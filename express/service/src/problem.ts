import type { ServerResponse } from "node:http";
import type { Challenge } from "./challenge.js";

const PROBLEMS: Readonly<Record<number, { type: string; title: string }>> = {
  400: { type: "invalid-request", title: "The request is not valid" },
  401: { type: "invalid-token", title: "The access token is not valid" },
  403: { type: "insufficient-scope", title: "The access token does not reach that far" },
  503: { type: "busy", title: "It cannot be told at this moment" },
};
const UNAUTHORIZED = { type: "unauthorized", title: "An access token is needed" };

/** Answers with a challenge, and says in the body the same as problem details (RFC 9457). */
export function sendChallenge(response: ServerResponse, challenge: Challenge): void {
  if (response.headersSent) {
    // Somebody else, such as a timeout, has answered meanwhile.
    return;
  }
  const { status, headers, error, reason } = challenge;
  const problem = status === 401 && error === undefined ? UNAUTHORIZED : PROBLEMS[status];
  response.statusCode = status;
  for (const [name, value] of headers) {
    response.setHeader(name, value);
  }
  response.setHeader("Content-Type", "application/problem+json");
  response.setHeader("Cache-Control", "no-store");
  response.end(JSON.stringify({ ...problem, status, reason }));
}
