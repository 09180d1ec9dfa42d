import { type Algorithm, algorithmNamed } from "./algorithm.js";
import { type JsonLimits, parseJsonObject } from "./json.js";

/**
 * The members of a JOSE header that verification reads (RFC 7515 §4.1). Those that carry or point to
 * keys (`jwk`, `jku`, `x5c`, `x5u`) are never read.
 */
export interface JwsHeader {
  readonly alg: string;
  readonly algorithm: Algorithm | undefined;
  readonly kid: string | undefined;
  readonly mediaType: string | undefined;
  /** Whether it names an extension; none is understood. */
  readonly critical: boolean;
}

/** Reads a header, or answers null when it is malformed. */
export function parseJwsHeader(json: Uint8Array, limits: JsonLimits): JwsHeader | null {
  const header = parseJsonObject(json, limits);
  if (header === null) {
    return null;
  }
  const { alg, kid, typ } = {
    alg: header.get("alg"),
    kid: header.get("kid"),
    typ: header.get("typ"),
  };
  if (typeof alg !== "string" || !isStringOrAbsent(kid) || !isStringOrAbsent(typ)) {
    return null;
  }
  return {
    alg,
    algorithm: algorithmNamed(alg),
    kid,
    mediaType: typ === undefined ? undefined : mediaType(typ),
    // RFC 7797 §6 and §7: b64 must be named in crit, and a JWT must not set it to false.
    critical: header.has("crit") || (header.has("b64") && header.get("b64") !== true),
  };
}

/** Whether `alg` spells none, whatever the case and what white space or NUL stands around it. */
export function isNone(alg: string): boolean {
  return /^[\0-\x20]*none[\0-\x20]*$/i.test(alg);
}

/** RFC 7515 §4.1.9: compared without case, in ASCII alone; a name without a slash is application's. */
export function mediaType(typ: string): string {
  const lower = typ.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return typ.includes("/") ? lower : `application/${lower}`;
}

function isStringOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
