import { Authenticator, type LiveRoles } from "./authenticator.js";
import { ClientCredentials } from "./client-credentials.js";
import type { PrivateJwk } from "./client-proof.js";
import type { DpopNonces } from "./dpop-nonces.js";
import { RemoteJwkSet, type RemoteJwkSetOptions } from "./remote-jwk-set.js";
import type { ProofMemory } from "./replay-memory.js";
import { RevocationFeed, type StalePolicy } from "./revocation-feed.js";
import { Verifier, type VerifierOptions } from "./verifier.js";

const REVOCATION_SCOPE = "signet:revocations";
const CACHED_TOKENS = 1000;

/** What a service says of itself; issuer and audience are enough. */
export interface SignetOptions extends Omit<VerifierOptions, "keys" | "revocation" | "issuer"> {
  /** The authorization server: its `iss`, and where keys and revocations come from. */
  readonly issuer: string;
  /** With secret or key, turns the feed of revocations on: `signet client add NAME --verifier`. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** In the place of a secret: signs an assertion (`private_key_jwt`). */
  readonly clientKey?: PrivateJwk;
  /** Names what is protected, in every challenge; the audience where nothing is said. */
  readonly realm?: string;
  /** A page that explains reasons: challenges name its sections as `error_uri` (RFC 6750 §3). */
  readonly guide?: string;
  /**
   * Scheme, host and port under which clients see this service. Turns proofs of possession (DPoP) on:
   * what a client signed cannot be compared with anything that the request itself claims.
   */
  readonly origin?: string;
  /** Asks for a nonce in every proof of possession; those of `DpopNonces`. */
  readonly nonces?: DpopNonces;
  /** Where used proofs are remembered, for services that share it; in this process otherwise. */
  readonly proofMemory?: ProofMemory;
  /** Where it is not below the issuer. */
  readonly jwksUri?: string;
  readonly tokenEndpoint?: string;
  readonly revocationsStream?: string;
  readonly jwks?: RemoteJwkSetOptions;
  readonly staleAfterSeconds?: number;
  readonly whenStale?: StalePolicy;
  /** A file that keeps the revocations over a restart. */
  readonly revocationsCopy?: string;
  readonly liveRoles?: LiveRoles;
  /** Told in a sentence what an operator should know; `console.warn` where nothing is said. */
  readonly warn?: (message: string) => void;
}

/** How a service stands, in the one shape of all services. */
export interface ServiceHealth {
  readonly keyset_id: string | null;
  readonly kids: readonly string[];
  readonly fetched_at: string | null;
  readonly revocations: {
    readonly state: "off" | "starting" | "fresh" | "stale" | "full";
    readonly epoch: string | null;
    readonly seq: number | null;
    readonly age_ms: number | null;
  };
}

/** Keys, revocations and verifier of one service, wired. To be closed at the end. */
export class SignetService {
  readonly authenticator: Authenticator;
  readonly #keys: RemoteJwkSet;
  readonly #feed: RevocationFeed | undefined;

  constructor(options: SignetOptions) {
    const warn = options.warn ?? console.warn;
    this.#keys = new RemoteJwkSet(options.jwksUri ?? `${options.issuer}/.well-known/jwks.json`, {
      warn,
      ...options.jwks,
    });
    this.#feed = feed(options, () => this.#keys.held?.keys.keysetId);
    if (this.#feed === undefined) {
      warn("signet: no client credentials, so the feed of revocations is off");
    }
    const verifier = new Verifier({
      cachedTokens: CACHED_TOKENS,
      ...options,
      keys: this.#keys,
      ...(this.#feed === undefined ? {} : { revocation: this.#feed }),
    });
    const current = this.#feed;
    this.authenticator = new Authenticator({
      verifier,
      realm: options.realm ?? [options.audience].flat()[0] ?? "",
      ...(options.guide === undefined ? {} : { guide: options.guide }),
      ...(current === undefined ? {} : { isFresh: () => current.health().state === "fresh" }),
      ...(options.liveRoles === undefined ? {} : { liveRoles: options.liveRoles }),
      ...(options.clockSkewSeconds === undefined
        ? {}
        : { clockSkewSeconds: options.clockSkewSeconds }),
      ...(options.nonces === undefined ? {} : { nonces: options.nonces }),
      ...(options.proofMemory === undefined ? {} : { proofMemory: options.proofMemory }),
      ...(options.now === undefined ? {} : { now: options.now }),
    });
    this.#keys.prefetch();
  }

  health(): ServiceHealth {
    return healthOf(this.#keys, this.#feed);
  }

  /** Stops following the feed. What is known goes on counting, and ages. */
  async close(): Promise<void> {
    await this.#feed?.close();
  }
}

/** How keys stand, and the feed where there is one. */
export function healthOf({ held }: RemoteJwkSet, feed?: RevocationFeed): ServiceHealth {
  const revocations = feed?.health();
  return {
    keyset_id: held?.keys.keysetId ?? null,
    kids: held?.keys.kids ?? [],
    fetched_at: held?.fetchedAt.toISOString() ?? null,
    revocations: {
      state: revocations?.state ?? "off",
      epoch: revocations?.epoch ?? null,
      seq: revocations === undefined ? null : revocations.seq,
      age_ms: revocations?.ageMillis ?? null,
    },
  };
}

function feed(
  options: SignetOptions,
  keysetId: () => string | undefined,
): RevocationFeed | undefined {
  const { issuer, clientId, clientSecret, clientKey } = options;
  if (clientId === undefined && clientSecret === undefined && clientKey === undefined) {
    return undefined;
  }
  if (!clientId || !clientSecret === (clientKey === undefined)) {
    throw new TypeError("give clientId, and clientSecret or clientKey; or none of them");
  }
  const credentials = new ClientCredentials({
    tokenEndpoint: options.tokenEndpoint ?? `${issuer}/oauth2/token`,
    clientId,
    issuer,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(clientKey === undefined ? {} : { clientKey }),
    scope: REVOCATION_SCOPE,
  });
  const { staleAfterSeconds, whenStale, revocationsCopy, now } = options;
  return new RevocationFeed({
    stream: options.revocationsStream ?? `${issuer}/revocations/stream`,
    credentials,
    keysetId,
    ...(staleAfterSeconds === undefined ? {} : { staleAfterMillis: staleAfterSeconds * 1000 }),
    ...(whenStale === undefined ? {} : { whenStale }),
    ...(revocationsCopy === undefined ? {} : { copy: revocationsCopy }),
    ...(now === undefined ? {} : { now }),
  });
}
