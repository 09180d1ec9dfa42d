import type { ClaimTimes } from "./claims-policy.js";
import type { JwkSet } from "./jwk-set.js";
import type { VerifiedJwt } from "./verified-jwt.js";

/** A token that verified, under the key set that was current then. */
export interface CachedToken {
  readonly keys: JwkSet;
  readonly jwt: VerifiedJwt;
  readonly times: ClaimTimes;
}

/**
 * Remembers tokens that verified, for one verifier. Bounded: the one that came first goes first. The
 * whole token is compared, and an entry counts only while its very key set is the current one. Only
 * who has a key can add to it.
 */
export class TokenCache {
  readonly #tokens = new Map<string, CachedToken>();

  constructor(readonly maxTokens: number) {}

  find(token: string, keys: JwkSet): CachedToken | undefined {
    const cached = this.#tokens.get(token);
    return cached?.keys === keys ? cached : undefined;
  }

  add(token: string, cached: CachedToken): void {
    this.#tokens.delete(token);
    if (this.#tokens.size >= this.maxTokens) {
      const [first] = this.#tokens.keys();
      this.#tokens.delete(first ?? "");
    }
    this.#tokens.set(token, cached);
  }
}
