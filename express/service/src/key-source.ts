import type { JwkSet } from "./jwk-set.js";

/** Where a verifier gets its keys. It answers the same instance until the keys change. */
export interface KeySource {
  /** The keys now; null when none could be had, or those held are too old to be trusted. */
  current(): JwkSet | null | Promise<JwkSet | null>;
  /** The keys after a token named a `kid` that {@link current} lacks. */
  after(unknownKid: string): JwkSet | null | Promise<JwkSet | null>;
}

/** A source of one fixed set. */
export function fixedKeys(keys: JwkSet): KeySource {
  return { current: () => keys, after: () => keys };
}
