import { boundedBody } from "./bounded-body.js";
import type { ClientProof } from "./client-proof.js";
import { type JsonObject, parseJsonObject } from "./json.js";

const MAX_BODY_BYTES = 64 * 1024;

/** A status, and the object that came with it; null where the body is no strict JSON object. */
export interface FormAnswer {
  readonly status: number;
  readonly json: JsonObject | null;
}

/**
 * Posts a form to an endpoint of the authorization server, as a client that shows who it is. Rejects
 * where no answer of 64 KiB at most has come in time.
 */
export async function postForm(
  url: URL,
  parameters: Readonly<Record<string, string>>,
  proof: ClientProof,
  timeoutMillis: number,
): Promise<FormAnswer> {
  const { authorization } = proof;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    body: new URLSearchParams({ ...parameters, ...(await proof.parameters()) }),
    // A redirect could lead token and credentials elsewhere.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMillis),
  });
  const body = Buffer.from(await boundedBody(response, MAX_BODY_BYTES));
  return { status: response.status, json: parseJsonObject(body, { maxDepth: 8, maxMembers: 100 }) };
}
