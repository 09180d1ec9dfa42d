import { decodeBase64url } from "./base64url.js";
import { type JwsHeader, parseJwsHeader } from "./jws-header.js";
import type { RejectReason } from "./reason.js";

/** The longest token that is looked at. */
export const MAX_TOKEN_CHARS = 8 * 1024;
/** How deep header and claims may nest, and how many members an object there may have. */
export const TOKEN_LIMITS = { maxDepth: 8, maxMembers: 100 };

/** The header and the payload's bytes, of a token that has the form of one. */
export function parseCompact(token: string): { header: JwsHeader; payload: Buffer } | RejectReason {
  if (token.length > MAX_TOKEN_CHARS) {
    return "too_large";
  }
  const [first, second, third, ...more] = token.split(".");
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    return "malformed";
  }
  const json = decodeBase64url(first);
  const payload = decodeBase64url(second);
  if (json === null || payload === null || decodeBase64url(third) === null) {
    return "malformed";
  }
  const header = parseJwsHeader(json, TOKEN_LIMITS);
  return header === null ? "malformed" : { header, payload };
}
