import type { ServerResponse } from "node:http";
import type { Challenge } from "./challenge.js";

function problemOf({ status, error, tokenKind }: Challenge): { type: string; title: string } {
  switch (status) {
    case 400:
      return { type: "invalid-request", title: "The request is not valid" };
    case 403:
      return { type: "insufficient-scope", title: `The ${tokenKind} does not reach that far` };
    case 503: {
      const kind = tokenKind.charAt(0).toUpperCase() + tokenKind.slice(1);
      return { type: "not-ready", title: `${kind}s cannot be checked at this moment` };
    }
    case 401:
      return error === undefined
        ? { type: "unauthorized", title: `${article(tokenKind)} ${tokenKind} is needed` }
        : { type: error.replaceAll("_", "-"), title: `The ${tokenKind} is not valid` };
  }
}

function article(noun: string): string {
  return noun.startsWith("a") ? "An" : "A";
}

/**
 * What a challenge says as problem details (RFC 9457), for a body of `application/problem+json`; the
 * same text as in Java.
 */
export function problemDetails(challenge: Challenge): string {
  const { status, reason } = challenge;
  return JSON.stringify({ ...problemOf(challenge), status, reason });
}

/** Answers with a challenge, and says in the body the same as problem details (RFC 9457). */
export function sendChallenge(response: ServerResponse, challenge: Challenge): void {
  if (response.headersSent) {
    // Somebody else, such as a timeout, has answered meanwhile.
    return;
  }
  const { status, headers } = challenge;
  response.statusCode = status;
  for (const [name, value] of headers) {
    response.setHeader(name, value);
  }
  response.setHeader("Content-Type", "application/problem+json");
  response.setHeader("Cache-Control", "no-store");
  response.end(problemDetails(challenge));
}
