import { RemoteJwkSet, type RemoteJwkSetOptions } from "./remote-jwk-set.js";
import { healthOf, type ServiceHealth } from "./service.js";
import { TransactionAuthenticator, TransactionVerifier } from "./transaction-token.js";

const CACHED_TOKENS = 1000;

/** What a service behind a gateway says of itself. */
export interface GatewayOptions {
  /** The management address of the gateway, below which its keys are. */
  readonly gateway: string;
  /** What the gateway calls everything behind it: the `aud` of its tokens. */
  readonly trustDomain: string;
  /** The `iss` to ask for; any, or none, where nothing is said. */
  readonly issuer?: string;
  /** Names what is protected, in every challenge; the trust domain where nothing is said. */
  readonly realm?: string;
  /** A page that explains reasons: challenges name its sections as `error_uri` (RFC 6750 §3). */
  readonly guide?: string;
  readonly clockSkewSeconds?: number;
  /** How many tokens that verified are remembered: 1000 where nothing is said. */
  readonly cachedTokens?: number;
  readonly jwks?: RemoteJwkSetOptions;
  /** Told in a sentence what an operator should know; `console.warn` where nothing is said. */
  readonly warn?: (message: string) => void;
  readonly now?: () => number;
}

/** Keys and verifier of one service behind a gateway, wired. */
export class GatewayService {
  readonly authenticator: TransactionAuthenticator;
  readonly #keys: RemoteJwkSet;

  constructor({ gateway, realm, guide, jwks, warn = console.warn, ...options }: GatewayOptions) {
    const address = `${gateway.replace(/\/$/, "")}/.well-known/jwks.json`;
    this.#keys = new RemoteJwkSet(address, { warn, ...jwks });
    const verifier = new TransactionVerifier({
      cachedTokens: CACHED_TOKENS,
      ...options,
      keys: this.#keys,
    });
    this.authenticator = new TransactionAuthenticator({
      verifier,
      realm: realm ?? options.trustDomain,
      ...(guide === undefined ? {} : { guide }),
    });
    this.#keys.prefetch();
  }

  health(): ServiceHealth {
    return healthOf(this.#keys);
  }

  /** There is nothing to end: keys are fetched when they are asked for. */
  async close(): Promise<void> {}
}
