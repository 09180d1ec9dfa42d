import { type Challenge, Challenges } from "./challenge.js";
import { type ProofRequest, SenderConstraint } from "./dpop.js";
import type { DpopNonces } from "./dpop-nonces.js";
import type { RejectReason } from "./reason.js";
import type { ProofMemory } from "./replay-memory.js";
import { checkedPolicy, isMet, type RoutePolicy } from "./route-policy.js";
import type { VerifiedJwt } from "./verified-jwt.js";
import type { Verifier } from "./verifier.js";

/** White space as Java's `strip` knows it, within what a header can hold. */
// eslint-disable-next-line no-control-regex
const OUTER_SPACE = /^[\t-\r\x1c-\x20]+|[\t-\r\x1c-\x20]+$/g;

/**
 * A user's roles at their source: by introspection, a directory, a database. Null where the token's
 * user is gone or the token has been revoked; rejects where it cannot be told.
 */
export type LiveRoles = (
  jwt: VerifiedJwt,
  token: string,
) => readonly string[] | null | Promise<readonly string[] | null>;

export interface AuthenticatorOptions {
  readonly verifier: Verifier;
  /** Names what is protected, in every challenge. */
  readonly realm: string;
  /** A page that explains reasons: challenges name its sections as `error_uri` (RFC 6750 §3). */
  readonly guide?: string;
  /** Whether it is known what was revoked lately. */
  readonly isFresh?: () => boolean;
  readonly liveRoles?: LiveRoles;
  /** How far the issuer's clock may be from ours, for a route's maximum age: 30 s. */
  readonly clockSkewSeconds?: number;
  /** Asks for a nonce in every proof of possession. */
  readonly nonces?: DpopNonces;
  /** Where used proofs are remembered; in this process where nothing is said. */
  readonly proofMemory?: ProofMemory;
  readonly now?: () => number;
}

/** A token that holds, and the roles that count here. */
export interface Accepted {
  readonly jwt: VerifiedJwt;
  readonly roles: readonly string[];
  readonly token: string;
}

/** What became of a request: neither, where it has no token and needs none. */
export type Authentication =
  | { readonly accepted: Accepted; readonly challenge?: undefined }
  | { readonly challenge: Challenge; readonly accepted?: undefined }
  | { readonly challenge?: undefined; readonly accepted?: undefined };

/** Decides whether a request may pass by its bearer token (RFC 6750), and with what answer if not. */
export class Authenticator {
  readonly challenges: Challenges;
  readonly #options: AuthenticatorOptions;
  readonly #constraint: SenderConstraint;

  constructor(
    options: AuthenticatorOptions,
    challenges = new Challenges(options.realm, undefined, undefined, options.guide),
  ) {
    this.#options = options;
    this.challenges = challenges;
    const { nonces, proofMemory: memory, now } = options;
    this.#constraint = new SenderConstraint({ nonces, memory, now });
  }

  /** The policy, if everything that it needs is there; for whoever sets routes up. */
  require(policy: RoutePolicy): RoutePolicy {
    if (policy.freshRevocations === true && this.#options.isFresh === undefined) {
      throw new TypeError("a route asks for fresh revocations, but there is no feed");
    }
    if (policy.liveRoles === true && this.#options.liveRoles === undefined) {
      throw new TypeError("a route asks for live roles: give liveRoles");
    }
    return checkedPolicy(policy);
  }

  /**
   * The verified token, or the challenge to answer with.
   *
   * @param authorization every value of the header, one for each line in which it stood
   * @param proof what a proof of possession is compared with (RFC 9449); without it no token is taken
   *     that is bound to a key
   */
  async authenticate(
    authorization: readonly string[],
    policy: RoutePolicy = {},
    proof?: ProofRequest,
  ): Promise<Authentication> {
    const { scheme, token } = credentials(authorization);
    // Who does not look at proofs does not know their scheme.
    if (token === undefined || (scheme === "dpop" && proof === undefined)) {
      return policy.optional === true ? {} : { challenge: this.challenges.noCredentials() };
    }
    // Several words, or a list: more than one method of sending a token (RFC 6750 §2).
    if (token === null || /[ ,]/.test(token)) {
      return { challenge: this.challenges.invalidRequest() };
    }
    const { jwt, reason } = await this.#options.verifier.verify(token);
    if (jwt === undefined) {
      return { challenge: this.challenges.refused(reason) };
    }
    const problem = await this.#constraint.check(jwt, token, scheme, proof);
    if (problem !== undefined) {
      const { algorithmNames } = this.#constraint;
      return { challenge: this.challenges.unproven(problem, algorithmNames) };
    }
    return this.judge({ jwt, roles: jwt.roles, token }, policy);
  }

  /** Whether a token that holds is enough for a route. */
  async judge(accepted: Accepted, policy: RoutePolicy): Promise<Authentication> {
    const { jwt, token } = accepted;
    const refused = this.#refusal(jwt, policy);
    if (refused !== undefined) {
      return { challenge: this.challenges.refused(refused) };
    }
    if (!isMet(jwt.scopes, policy.allScopes, policy.anyScope)) {
      // With all of these nothing is lacking.
      const named = new Set([...(policy.allScopes ?? []), ...(policy.anyScope ?? [])]);
      return { challenge: this.challenges.insufficientScope([...named]) };
    }
    let roles: readonly string[] | null = accepted.roles;
    if (policy.liveRoles === true) {
      try {
        roles = (await this.#options.liveRoles?.(jwt, token)) ?? null;
      } catch {
        return { challenge: this.challenges.refused("revocations_unavailable") };
      }
    }
    if (roles === null) {
      return { challenge: this.challenges.refused("revoked") };
    }
    return isMet(roles, policy.allRoles, policy.anyRole)
      ? { accepted: { ...accepted, roles } }
      : { challenge: this.challenges.missingRole() };
  }

  #refusal(jwt: VerifiedJwt, policy: RoutePolicy): RejectReason | undefined {
    if (policy.maxAgeSeconds !== undefined) {
      const iat = jwt.integer("iat");
      if (iat === undefined) {
        return "missing_claim";
      }
      const skew = (this.#options.clockSkewSeconds ?? 30) * 1000;
      const now = (this.#options.now ?? Date.now)();
      if (Number(iat) * 1000 < now - skew - policy.maxAgeSeconds * 1000) {
        return "too_old";
      }
    }
    return policy.freshRevocations === true && this.#options.isFresh?.() !== true
      ? "revocations_unavailable"
      : undefined;
  }
}

/** The first value, as Java's `strip` leaves it. */
export function headerValue(values: readonly string[]): string {
  return (values[0] ?? "").replace(OUTER_SPACE, "");
}

/** The scheme and what follows it: undefined where it is another one, null where there are several. */
function credentials(authorization: readonly string[]): {
  scheme: "bearer" | "dpop";
  token: string | undefined | null;
} {
  if (authorization.length > 1) {
    return { scheme: "bearer", token: null };
  }
  const value = headerValue(authorization);
  const [, scheme, token] = /^(bearer|dpop)(?: (.*))?$/is.exec(value) ?? [];
  return {
    scheme: scheme?.toLowerCase() === "dpop" ? "dpop" : "bearer",
    token: scheme === undefined ? undefined : (token ?? "").replace(OUTER_SPACE, ""),
  };
}
