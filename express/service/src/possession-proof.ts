import { compactVerify, importJWK } from "jose";
import type { Algorithm } from "./algorithm.js";
import { decodeBase64url } from "./base64url.js";
import { type JsonObject, parseJsonObject } from "./json.js";
import { type Jwk, readJwk } from "./jwk.js";
import { mediaType } from "./jws-header.js";
import { parseCompact, TOKEN_LIMITS } from "./jws-compact.js";
import { fits, mayVerify } from "./verification-keys.js";

const MEDIA_TYPE = mediaType("dpop+jwt");

/** A JWS whose signature holds under the public key in its own header (RFC 9449 §4.2). */
export interface PossessionProof {
  /** The RFC 7638 thumbprint of that key: who it is, has to be known from elsewhere. */
  readonly thumbprint: string;
  readonly claims: JsonObject | null;
}

/** Reads and checks a proof; null where any of it is not as it should be. */
export async function verifyPossession(
  compact: string,
  allowed: readonly Algorithm[],
): Promise<PossessionProof | null> {
  const parsed = parseCompact(compact);
  if (typeof parsed === "string") {
    return null;
  }
  const { header, payload } = parsed;
  const { algorithm } = header;
  const key = algorithm === undefined ? null : headerKey(compact, algorithm);
  if (
    key === null ||
    algorithm === undefined ||
    !allowed.includes(algorithm) ||
    header.critical ||
    header.mediaType !== MEDIA_TYPE
  ) {
    return null;
  }
  try {
    const imported = await importJWK(key.members, algorithm.name);
    await compactVerify(compact, imported, { algorithms: [header.alg] });
  } catch {
    return null;
  }
  return { thumbprint: key.thumbprint, claims: parseJsonObject(payload, TOKEN_LIMITS) };
}

/** The one place where a header's `jwk` is read: public (RFC 9449 §4.3), and for this algorithm. */
function headerKey(compact: string, algorithm: Algorithm): Jwk | null {
  const json = decodeBase64url(compact.slice(0, compact.indexOf(".")));
  const jwk = json === null ? undefined : parseJsonObject(json, TOKEN_LIMITS)?.get("jwk");
  if (!(jwk instanceof Map)) {
    return null;
  }
  try {
    const key = readJwk(jwk);
    const named = key.alg === undefined || key.alg === algorithm.name;
    const isEdDsa = key.alg === "EdDSA" && algorithm.name === "Ed25519";
    const isFit = (named || isEdDsa) && fits(key, algorithm) && mayVerify(key);
    return isFit && key.secret === undefined ? key : null;
  } catch {
    return null;
  }
}
