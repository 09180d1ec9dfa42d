import { Authenticator, type Authentication, headerValue } from "./authenticator.js";
import { Challenges } from "./challenge.js";
import type { JwkSet } from "./jwk-set.js";
import type { KeySource } from "./key-source.js";
import type { RoutePolicy } from "./route-policy.js";
import type { TokenProfile } from "./token-profile.js";
import type { VerifiedJwt } from "./verified-jwt.js";
import { Verifier } from "./verifier.js";

/** The HTTP header in which a transaction token travels, as Node spells it. */
export const TRANSACTION_HEADER = "txn-token";

const MAX_LIFETIME_SECONDS = 60;

const TRANSACTION_TOKEN: TokenProfile = {
  type: "txntoken+jwt",
  algorithms: ["ES256", "Ed25519"],
  required: ["exp", "iat", "aud", "txn", "sub", "scope", "req_wl"],
  strings: ["iss", "sub", "jti", "txn", "scope", "req_wl"],
  objects: ["tctx", "rctx"],
  // The draft makes `iss` optional: a trust domain has one issuer, whose keys are known.
  anyIssuer: true,
};

/** What a gateway states about a request: the claims that the draft gives a meaning. */
export interface TransactionToken {
  /** The transaction, the same at each service that takes part in it. */
  readonly txn: string;
  /** On whose behalf it is done. */
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Those within `tctx`, where the gateway passes them on. */
  readonly roles: readonly string[];
  /** What holds as long as the transaction lasts; empty where nothing is said. */
  readonly tctx: Readonly<Record<string, unknown>>;
  /** From where it was asked for; empty where nothing is said. */
  readonly rctx: Readonly<Record<string, unknown>>;
  /** The workload that asked for the token. */
  readonly requestingWorkload: string;
  readonly jwt: VerifiedJwt;
}

export interface TransactionVerifierOptions {
  /** The value that `aud` must be or have. */
  readonly trustDomain: string;
  readonly keys: KeySource | JwkSet;
  /** The `iss` to ask for; any, or none, where nothing is said. */
  readonly issuer?: string;
  readonly clockSkewSeconds?: number;
  readonly cachedTokens?: number;
  readonly now?: () => number;
}

/**
 * Verifies transaction tokens (draft-ietf-oauth-transaction-tokens) of one trust domain. An access
 * token is none, nor is a transaction token an access token.
 */
export class TransactionVerifier extends Verifier {
  /** @throws TypeError when an expectation is missing or cannot be met */
  constructor({ trustDomain, issuer, ...options }: TransactionVerifierOptions) {
    super(
      {
        ...options,
        audience: trustDomain,
        issuer: issuer ?? [],
        maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
      },
      TRANSACTION_TOKEN,
    );
  }
}

/**
 * Decides whether a request may pass by the transaction token that a gateway sent with it. Its
 * `Authorization` is not looked at.
 */
export class TransactionAuthenticator extends Authenticator {
  readonly #verifier: TransactionVerifier;

  constructor({
    verifier,
    realm,
    guide,
  }: {
    readonly verifier: TransactionVerifier;
    readonly realm: string;
    readonly guide?: string;
  }) {
    super({ verifier, realm }, new Challenges(realm, "Txn-Token", "transaction token", guide));
    this.#verifier = verifier;
  }

  /**
   * The policy, if a transaction token can meet it: age, revocation and live roles are about the
   * access token, and the gateway's routes ask for those.
   */
  override require(policy: RoutePolicy): RoutePolicy {
    const { maxAgeSeconds, freshRevocations, liveRoles } = policy;
    if (maxAgeSeconds !== undefined || freshRevocations === true || liveRoles === true) {
      throw new TypeError(
        "a route asks for a maximum age, fresh revocations or live roles of a transaction token: ask at the gateway",
      );
    }
    return super.require(policy);
  }

  /** @param values every value of the header `Txn-Token`, one for each line in which it stood */
  override async authenticate(
    values: readonly string[],
    policy: RoutePolicy = {},
  ): Promise<Authentication> {
    this.require(policy);
    if (values.length === 0) {
      return policy.optional === true ? {} : { challenge: this.challenges.noCredentials() };
    }
    const token = headerValue(values);
    // A list is what some servers make of two lines.
    if (values.length > 1 || /[ ,]/.test(token)) {
      return { challenge: this.challenges.invalidRequest() };
    }
    const { jwt, reason } = await this.#verifier.verify(token);
    return jwt === undefined
      ? { challenge: this.challenges.refused(reason) }
      : this.judge({ jwt, roles: rolesOf(jwt), token }, policy);
  }
}

/** A verified transaction token with its claims; of use for nothing else. */
export function transactionOf(jwt: VerifiedJwt): TransactionToken {
  return Object.freeze({
    txn: jwt.string("txn") ?? "",
    subject: jwt.subject ?? "",
    scopes: jwt.scopes,
    roles: rolesOf(jwt),
    tctx: contextOf(jwt, "tctx"),
    rctx: contextOf(jwt, "rctx"),
    requestingWorkload: jwt.string("req_wl") ?? "",
    jwt,
  });
}

function contextOf(jwt: VerifiedJwt, name: "tctx" | "rctx"): Readonly<Record<string, unknown>> {
  // The verifier has seen to it that it is an object where it is there.
  return (jwt.claims[name] ?? {}) as Readonly<Record<string, unknown>>;
}

function rolesOf(jwt: VerifiedJwt): readonly string[] {
  const context = contextOf(jwt, "tctx");
  const roles: unknown = Object.hasOwn(context, "roles") ? context["roles"] : [];
  return Array.isArray(roles) && roles.every((role) => typeof role === "string") ? roles : [];
}
