import { compactVerify } from "jose";
import { type Algorithm, algorithmNamed } from "./algorithm.js";
import { checkClaims, checkTimes, type ClaimExpectations } from "./claims-policy.js";
import { parseJsonObject } from "./json.js";
import { MAX_TOKEN_CHARS, parseCompact, TOKEN_LIMITS } from "./jws-compact.js";
import { isNone, type JwsHeader, mediaType } from "./jws-header.js";
import type { JwkSet } from "./jwk-set.js";
import { fixedKeys, type KeySource } from "./key-source.js";
import type { RejectReason } from "./reason.js";
import { TokenCache } from "./token-cache.js";
import { type VerificationKey, VerificationKeys } from "./verification-keys.js";
import { VerifiedJwt } from "./verified-jwt.js";
import { ACCESS_TOKEN, type TokenProfile } from "./token-profile.js";

const DEFAULT_SKEW_SECONDS = 30;
const MAX_SKEW_SECONDS = 60;
const MAX_CACHED_TOKENS = 1 << 20;

/** What became of a token; nothing is thrown for what a stranger sent. */
export type Verification =
  | { readonly jwt: VerifiedJwt; readonly reason?: undefined }
  | { readonly jwt?: undefined; readonly reason: RejectReason };

/** The last check: whether a token that is good otherwise has been revoked. */
export interface RevocationCheck {
  reject(jwt: VerifiedJwt): RejectReason | undefined;
}

/** What is accepted: access tokens (RFC 9068 §4) of one issuer, where nothing else is said. */
export interface VerifierOptions {
  /** The accepted `iss`, compared whole. */
  readonly issuer: string | readonly string[];
  /** The values of which `aud` must be or have one. */
  readonly audience: string | readonly string[];
  readonly keys: KeySource | JwkSet;
  /** RS256, ES256 and Ed25519 where nothing is said. */
  readonly algorithms?: readonly string[];
  /** The algorithm of keys that name none and fit several of those allowed. */
  readonly keyAlgorithm?: string;
  /** The `typ` to require: `at+jwt` where nothing is said. */
  readonly type?: string;
  /** Claims that must be present, besides those of RFC 9068. */
  readonly requireClaims?: readonly string[];
  /** How far clocks may be apart: 30 s where nothing is said, 60 s at most. */
  readonly clockSkewSeconds?: number;
  /** The longest time since `iat`. */
  readonly maxAgeSeconds?: number;
  /** The longest time from `iat` to `exp`. */
  readonly maxLifetimeSeconds?: number;
  /** A check of the application's own, after all others but revocation. */
  readonly check?: (jwt: VerifiedJwt) => boolean;
  readonly revocation?: RevocationCheck;
  /** How many tokens that verified are remembered; 0, none, where nothing is said. */
  readonly cachedTokens?: number;
  /** The wall clock in milliseconds. */
  readonly now?: () => number;
}

/**
 * Verifies access tokens against a fixed policy. The checks run in one order, the same as in Java, so
 * one token has one reason everywhere: size, parts, base64url, header, `crit`, `alg`, `typ`, key,
 * signature, claims, `iss`, `aud`, times, the application's check, revocation.
 */
export class Verifier {
  readonly #source: KeySource;
  readonly #algorithms: readonly Algorithm[];
  readonly #keyAlgorithm: Algorithm | undefined;
  readonly #mediaType: string;
  readonly #claims: ClaimExpectations;
  readonly #check: ((jwt: VerifiedJwt) => boolean) | undefined;
  readonly #revocation: RevocationCheck | undefined;
  readonly #cache: TokenCache | undefined;
  readonly #now: () => number;
  readonly #prepared = new WeakMap<JwkSet, Promise<VerificationKeys>>();

  /**
   * @param profile what kind of token it is; access tokens where nothing is said
   * @throws TypeError when an expectation is missing or cannot be met
   */
  constructor(options: VerifierOptions, profile: TokenProfile = ACCESS_TOKEN) {
    this.#source = "current" in options.keys ? options.keys : fixedKeys(options.keys);
    this.#algorithms = (options.algorithms ?? profile.algorithms).map(supported);
    if (this.#algorithms.length === 0) {
      throw new TypeError("say which algorithms are accepted");
    }
    this.#keyAlgorithm =
      options.keyAlgorithm === undefined ? undefined : supported(options.keyAlgorithm);
    this.#mediaType = mediaType(options.type ?? profile.type);
    this.#claims = claimExpectations(options, profile);
    this.#check = options.check;
    this.#revocation = options.revocation;
    this.#cache = cacheOf(options.cachedTokens ?? 0);
    this.#now = options.now ?? Date.now;
  }

  async verify(token: string): Promise<Verification> {
    if (this.#cache === undefined || token.length > MAX_TOKEN_CHARS) {
      return this.#verifyAnew(token);
    }
    // Before verifying: an entry must not claim a set that arrived while its token was checked.
    const keys = await this.#source.current();
    const cached = keys === null ? undefined : this.#cache.find(token, keys);
    if (cached === undefined) {
      return this.#verifyAnew(token, keys);
    }
    const reason = checkTimes(cached.times, this.#claims, this.#now());
    return reason === undefined ? this.#lastChecks(cached.jwt) : { reason };
  }

  async #verifyAnew(token: string, cacheFor: JwkSet | null = null): Promise<Verification> {
    const parsed = parseCompact(token);
    if (typeof parsed === "string") {
      return { reason: parsed };
    }
    const { header, payload } = parsed;
    const refused = this.#checkHeader(header);
    if (refused !== undefined) {
      return { reason: refused };
    }
    const key = await this.#key(header);
    if (typeof key === "string") {
      return { reason: key };
    }
    if (!(await isSigned(token, header, key))) {
      return { reason: "bad_signature" };
    }
    const claims = parseJsonObject(payload, TOKEN_LIMITS);
    if (claims === null) {
      return { reason: "malformed" };
    }
    const times = checkClaims(claims, this.#claims, this.#now());
    if (typeof times === "string") {
      return { reason: times };
    }
    const jwt = new VerifiedJwt(claims, key, header.kid);
    const verification = this.#lastChecks(jwt);
    if (verification.jwt !== undefined && cacheFor !== null) {
      this.#cache?.add(token, { keys: cacheFor, jwt, times });
    }
    return verification;
  }

  #checkHeader(header: JwsHeader): RejectReason | undefined {
    if (header.critical) {
      return "critical_header";
    }
    if (header.algorithm === undefined || !this.#algorithms.includes(header.algorithm)) {
      return isNone(header.alg) ? "alg_none" : "alg_not_allowed";
    }
    return header.mediaType === this.#mediaType ? undefined : "wrong_type";
  }

  async #key(header: JwsHeader): Promise<VerificationKey | RejectReason> {
    const { kid, algorithm } = header;
    const keys = await this.#prepare(await this.#source.current());
    if (keys === null || algorithm === undefined) {
      return "keys_unavailable";
    }
    const key = keys.find(kid, algorithm);
    const reason = keys.reasonFor(kid);
    if (key !== undefined || kid === undefined || reason !== "unknown_kid") {
      return key ?? reason;
    }
    const newer = await this.#prepare(await this.#source.after(kid));
    return newer === null
      ? "keys_unavailable"
      : (newer.find(kid, algorithm) ?? newer.reasonFor(kid));
  }

  async #prepare(set: JwkSet | null): Promise<VerificationKeys | null> {
    if (set === null) {
      return null;
    }
    let keys = this.#prepared.get(set);
    if (keys === undefined) {
      keys = VerificationKeys.prepare(set, this.#algorithms, this.#keyAlgorithm);
      this.#prepared.set(set, keys);
    }
    return keys;
  }

  /** The checks whose answer can change while a token lives. */
  #lastChecks(jwt: VerifiedJwt): Verification {
    if (this.#check !== undefined && !this.#check(jwt)) {
      return { reason: "custom_check" };
    }
    const reason = this.#revocation?.reject(jwt);
    return reason === undefined ? { jwt } : { reason };
  }
}

async function isSigned(token: string, header: JwsHeader, key: VerificationKey): Promise<boolean> {
  try {
    // The header's alg is known to be the key's: this is how it is spelled there.
    await compactVerify(token, key.key, { algorithms: [header.alg] });
    return true;
  } catch {
    return false;
  }
}

function supported(name: string): Algorithm {
  const algorithm = algorithmNamed(name);
  if (algorithm === undefined || algorithm.kty === "AKP") {
    throw new TypeError("an algorithm is one of HS*, RS*, PS*, ES* and Ed25519");
  }
  return algorithm;
}

function claimExpectations(options: VerifierOptions, profile: TokenProfile): ClaimExpectations {
  const skewSeconds = options.clockSkewSeconds ?? DEFAULT_SKEW_SECONDS;
  if (!(skewSeconds >= 0 && skewSeconds <= MAX_SKEW_SECONDS)) {
    throw new TypeError("the clock skew lies between 0 and 60 s");
  }
  return {
    issuers:
      profile.anyIssuer && options.issuer.length === 0 ? null : texts(options.issuer, "issuer"),
    audiences: texts(options.audience, "audience"),
    required: [...profile.required, ...(options.requireClaims ?? [])],
    strings: profile.strings,
    objects: profile.objects,
    skewMillis: skewSeconds * 1000,
    maxAgeSeconds: options.maxAgeSeconds,
    maxLifetimeSeconds: options.maxLifetimeSeconds,
  };
}

/** A missing expectation is a refusal, in JavaScript too, where the types do not hold. */
function texts(value: string | readonly string[], what: string): readonly string[] {
  const list: readonly unknown[] = typeof value === "string" ? [value] : [...value];
  if (list.length === 0 || !list.every((text) => typeof text === "string" && text !== "")) {
    throw new TypeError(`say which ${what} is expected`);
  }
  return list as readonly string[];
}

function cacheOf(maxTokens: number): TokenCache | undefined {
  if (!Number.isInteger(maxTokens) || maxTokens < 0 || maxTokens > MAX_CACHED_TOKENS) {
    throw new TypeError(`a cache holds 0 to ${MAX_CACHED_TOKENS} tokens`);
  }
  return maxTokens === 0 ? undefined : new TokenCache(maxTokens);
}
