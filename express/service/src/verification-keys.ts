import { type CryptoKey, importJWK } from "jose";
import { type Algorithm, algorithmNamed } from "./algorithm.js";
import type { Jwk } from "./jwk.js";
import type { JwkSet } from "./jwk-set.js";
import type { RejectReason } from "./reason.js";

/** A key bound to one algorithm before any token is read (RFC 8725 §3.1), ready to verify. */
export interface VerificationKey {
  readonly jwk: Jwk;
  readonly algorithm: Algorithm;
  readonly key: CryptoKey | Uint8Array;
  /**
   * By what it is revoked: the RFC 7638 thumbprint; of a secret, whose thumbprint would let anyone
   * test guesses, the `kid`.
   */
  readonly thumbprint: string;
}

/** The keys of one set, each bound to its algorithm, for look-up by `kid`. Immutable once made. */
export class VerificationKeys {
  readonly #byKid = new Map<string, VerificationKey[]>();
  readonly #withoutKid: VerificationKey[] = [];
  readonly #all: VerificationKey[] = [];

  /** @param fallback the algorithm of keys that name none and fit several allowed ones */
  static async prepare(
    set: JwkSet,
    allowed: readonly Algorithm[],
    fallback: Algorithm | undefined,
  ): Promise<VerificationKeys> {
    const keys = new VerificationKeys();
    for (const jwk of set.keys) {
      keys.#add(jwk, await bind(jwk, allowed, fallback));
    }
    return keys;
  }

  #add(jwk: Jwk, bound: VerificationKey | undefined): void {
    const own = bound === undefined ? [] : [bound];
    this.#all.push(...own);
    if (jwk.kid === undefined) {
      this.#withoutKid.push(...own);
    } else {
      // An empty list where the set has the kid but its key is unfit for verifying.
      this.#byKid.set(jwk.kid, [...(this.#byKid.get(jwk.kid) ?? []), ...own]);
    }
  }

  /** The one key for a header with this kid and algorithm; {@link reasonFor} says why there is none. */
  find(kid: string | undefined, algorithm: Algorithm): VerificationKey | undefined {
    // RFC 7515 §4.1.4 makes kid a hint; a key that was given without one answers to any.
    const candidates = kid === undefined ? this.#all : (this.#byKid.get(kid) ?? this.#withoutKid);
    const fit = candidates.filter((key) => key.algorithm === algorithm);
    return fit.length === 1 ? fit[0] : undefined;
  }

  /** Why {@link find} answered nothing. */
  reasonFor(kid: string | undefined): RejectReason {
    const known =
      kid === undefined
        ? this.#all.length > 0
        : this.#byKid.has(kid) || (this.#byKid.size === 0 && this.#withoutKid.length === 1);
    return known ? "key_mismatch" : "unknown_kid";
  }
}

async function bind(
  jwk: Jwk,
  allowed: readonly Algorithm[],
  fallback: Algorithm | undefined,
): Promise<VerificationKey | undefined> {
  const algorithm = algorithmOf(jwk, allowed, fallback);
  if (algorithm === undefined || algorithm.kty === "AKP" || !mayVerify(jwk)) {
    return undefined;
  }
  if (jwk.secret !== undefined) {
    return { jwk, algorithm, key: jwk.secret, thumbprint: jwk.kid ?? "secret" };
  }
  try {
    const key = await importJWK(jwk.members, algorithm.name);
    return { jwk, algorithm, key, thumbprint: jwk.thumbprint };
  } catch {
    // The platform refuses what the checks let pass: unfit for verifying, and its kid stays known.
    return undefined;
  }
}

/** Its own `alg`, else the one allowed algorithm that fits it, else the fallback. Never a token's. */
function algorithmOf(
  jwk: Jwk,
  allowed: readonly Algorithm[],
  fallback: Algorithm | undefined,
): Algorithm | undefined {
  if (jwk.alg !== undefined) {
    const own = algorithmNamed(jwk.alg);
    return own !== undefined && fits(jwk, own) ? own : undefined;
  }
  const fitting = allowed.filter((algorithm) => fits(jwk, algorithm));
  if (fitting.length <= 1) {
    return fitting[0];
  }
  return fallback !== undefined && fits(jwk, fallback) ? fallback : undefined;
}

/** Whether the key is of the type, curve and length that the algorithm takes. */
export function fits(jwk: Jwk, algorithm: Algorithm): boolean {
  return (
    jwk.kty === algorithm.kty &&
    (algorithm.crv === undefined || algorithm.crv === jwk.crv) &&
    // RFC 7518 §3.2: a secret is at least as long as the hash.
    (jwk.secret === undefined || jwk.secret.length >= algorithm.hashBytes)
  );
}

/** RFC 7517 §4.2, §4.3. */
export function mayVerify(jwk: Jwk): boolean {
  return (
    (jwk.use === undefined || jwk.use === "sig") &&
    (jwk.keyOps.length === 0 || jwk.keyOps.includes("verify"))
  );
}
