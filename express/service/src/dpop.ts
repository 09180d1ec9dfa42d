import { type Algorithm, algorithmNamed } from "./algorithm.js";
import { date } from "./claims-policy.js";
import { isSame, sha256 } from "./digest.js";
import type { DpopNonces } from "./dpop-nonces.js";
import { normalizeTarget } from "./http-target.js";
import type { JsonObject } from "./json.js";
import { verifyPossession } from "./possession-proof.js";
import { type ProofMemory, ReplayMemory, type Sight } from "./replay-memory.js";
import type { VerifiedJwt } from "./verified-jwt.js";

const ALGORITHMS = ["ES256", "Ed25519", "PS256", "RS256"];
const MAX_AGE_MILLIS = 60_000;
const AHEAD_MILLIS = 10_000;
const KEEP_MILLIS = MAX_AGE_MILLIS + AHEAD_MILLIS;
const MAX_PROOFS = 500_000;
const MAX_JTI_CHARS = 256;

/** What of an HTTP request a proof is compared with. */
export interface ProofRequest {
  /** Every value of the `DPoP` header, one for each line in which it stood. */
  readonly proofs: readonly string[];
  readonly method: string;
  /** The address that the client used: scheme, host and path, seen from outside of all proxies. */
  readonly target: string;
}

/** What stands in the way of using a token, by what is answered (RFC 9449 §7.1). */
export interface ProofProblem {
  readonly error: "invalid_token" | "invalid_dpop_proof" | "use_dpop_nonce";
  readonly reason: "dpop_missing" | "dpop_invalid";
  /** Nothing more can be remembered for now, so it cannot be told whether it was used before. */
  readonly unavailable?: boolean;
  /** For the next proof, where it lacks a nonce of this service or has an old one. */
  readonly nonce?: string;
}

/** How proofs are checked. */
export interface ProofOptions {
  /** Asks for a nonce in every proof (RFC 9449 §9). */
  readonly nonces?: DpopNonces | undefined;
  /** Where used proofs are remembered; 500,000 of them in this process where nothing is said. */
  readonly memory?: ProofMemory | undefined;
  readonly now?: (() => number) | undefined;
}

const MISSING: ProofProblem = { error: "invalid_token", reason: "dpop_missing" };
/** Bound to another key, to something else than a key, or to nothing though it says so. */
const OTHER_KEY: ProofProblem = { error: "invalid_token", reason: "dpop_invalid" };
const INVALID: ProofProblem = { error: "invalid_dpop_proof", reason: "dpop_invalid" };

/**
 * Whether whoever sends a verified token may use it: one that is bound to a key (`cnf.jkt`) needs a
 * proof by that key, and one that is not must not pretend to be (RFC 9449 §7). Proofs are checked in
 * one order: header, signature, claims, `htm`, `htu`, nonce, `iat`, `ath`, key, and at last whether it
 * was used before.
 */
export class SenderConstraint {
  readonly #algorithms: readonly Algorithm[] = ALGORITHMS.flatMap(
    (name) => algorithmNamed(name) ?? [],
  );
  readonly #memory: ProofMemory;
  readonly #nonces: DpopNonces | undefined;
  readonly #now: () => number;

  constructor({ nonces, memory, now }: ProofOptions = {}) {
    this.#memory = memory ?? new ReplayMemory(MAX_PROOFS, KEEP_MILLIS, () => performance.now());
    this.#nonces = nonces;
    this.#now = now ?? Date.now;
  }

  /** As `algs` of a challenge lists them. */
  get algorithmNames(): string {
    return ALGORITHMS.join(" ");
  }

  /** @param request absent where nothing is known of proofs */
  async check(
    jwt: VerifiedJwt,
    token: string,
    scheme: "bearer" | "dpop",
    request: ProofRequest | undefined,
  ): Promise<ProofProblem | undefined> {
    const confirmation = jwt.claims["cnf"] ?? null;
    if (confirmation === null) {
      return scheme === "bearer" ? undefined : OTHER_KEY;
    }
    const boundTo = keyOf(confirmation);
    if (boundTo === undefined) {
      return OTHER_KEY;
    }
    return scheme === "bearer" ? MISSING : this.#prove(request, token, boundTo);
  }

  async #prove(
    request: ProofRequest | undefined,
    token: string,
    boundTo: string,
  ): Promise<ProofProblem | undefined> {
    const [compact, ...more] = request?.proofs ?? [];
    if (request === undefined || compact === undefined) {
      return MISSING;
    }
    const proof = more.length > 0 ? null : await verifyPossession(compact, this.#algorithms);
    const jti = proof?.claims?.get("jti");
    if (proof?.claims == null || !isUsable(jti)) {
      return INVALID;
    }
    const problem = this.#problemOf(proof.claims, request, token);
    if (problem !== undefined) {
      return problem;
    }
    if (!isSame(boundTo, proof.thumbprint)) {
      return OTHER_KEY;
    }
    // Last, so that nothing is remembered for who has no right proof.
    const id = sha256(`${proof.thumbprint}.${jti}`).subarray(0, 16).toString("base64");
    const sight = await this.#see(id);
    return sight === "first" ? undefined : { ...INVALID, unavailable: sight === "no-room" };
  }

  async #see(id: string): Promise<Sight> {
    try {
      return await this.#memory.see(id, KEEP_MILLIS);
    } catch {
      return "no-room";
    }
  }

  #problemOf(claims: JsonObject, request: ProofRequest, token: string): ProofProblem | undefined {
    const [htm, htu, ath] = ["htm", "htu", "ath"].map((name) => claims.get(name));
    const iat = date(claims.get("iat"));
    if (typeof htu !== "string" || typeof iat !== "number" || htm !== request.method) {
      return INVALID;
    }
    const target = normalizeTarget(htu);
    if (target === null || target !== normalizeTarget(request.target)) {
      return INVALID;
    }
    const nonce = claims.get("nonce");
    if (this.#nonces !== undefined && !(typeof nonce === "string" && this.#nonces.isGood(nonce))) {
      const next = this.#nonces.current();
      return { error: "use_dpop_nonce", reason: "dpop_invalid", nonce: next };
    }
    const age = this.#now() - iat * 1000;
    if (age > MAX_AGE_MILLIS || age < -AHEAD_MILLIS) {
      return INVALID;
    }
    // RFC 9449 §4.2: base64url of the SHA-256 of the token's ASCII.
    const isBound = typeof ath === "string" && isSame(sha256(token).toString("base64url"), ath);
    return isBound ? undefined : INVALID;
  }
}

function isUsable(jti: unknown): jti is string {
  return typeof jti === "string" && jti !== "" && jti.length <= MAX_JTI_CHARS;
}

/** Alone: what is bound to something else as well needs a check that is not made here. */
function keyOf(confirmation: unknown): string | undefined {
  if (typeof confirmation !== "object" || confirmation === null) {
    return undefined;
  }
  const [only, ...more] = Object.entries(confirmation);
  return more.length === 0 && only?.[0] === "jkt" && typeof only[1] === "string"
    ? only[1]
    : undefined;
}
