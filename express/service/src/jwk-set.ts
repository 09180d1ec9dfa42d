import { createHash } from "node:crypto";
import { type JsonObject, parseJsonObject } from "./json.js";
import { type Jwk, readJwk } from "./jwk.js";
import { UnusableKeyError } from "./key-checks.js";

const MAX_KEYS = 100;
const MAX_JSON_CHARS = 512 * 1024;
const LIMITS = { maxDepth: 8, maxMembers: 64 };

/**
 * A JWK Set (RFC 7517 §5). Immutable. Reading is strict about the document and, as the RFC asks,
 * lenient about its keys: one that is unknown, weak or broken is left out.
 */
export class JwkSet {
  /** The `kid` of each key that has one, in the document's order. */
  readonly kids: readonly string[];
  /** Two services that show the same one hold the same public keys. */
  readonly keysetId: string;
  /** @internal */
  readonly keys: readonly Jwk[];

  private constructor(keys: readonly Jwk[]) {
    this.keys = keys;
    this.kids = keys.flatMap((key) => (key.kid === undefined ? [] : [key.kid]));
    const names = keys.filter((key) => key.kty !== "oct").map((key) => key.kid ?? key.thumbprint);
    const hash = createHash("sha256");
    names.sort().forEach((name) => hash.update(`${name}\n`));
    this.keysetId = hash.digest("base64url").slice(0, 16);
  }

  /**
   * Reads a set that one keeps oneself, secrets included.
   *
   * @throws Error when the document is not a strict JWK Set
   */
  static parse(json: string): JwkSet {
    return JwkSet.#read(json, false);
  }

  /**
   * Reads a set that somebody publishes. A secret in it is known to the world and is left out, so no
   * HMAC is ever verified with a public set.
   *
   * @throws Error when the document is not a strict JWK Set
   */
  static parsePublished(json: string): JwkSet {
    return JwkSet.#read(json, true);
  }

  static #read(json: string, published: boolean): JwkSet {
    const usable: Jwk[] = [];
    for (const member of members(json)) {
      try {
        const key = readJwk(member);
        if (!published || key.kty !== "oct") {
          usable.push(key);
        }
      } catch (e) {
        if (!(e instanceof UnusableKeyError)) {
          throw e;
        }
      }
    }
    return new JwkSet(usable);
  }

  /** Whether both hold the same keys, said to be for the same. */
  sameKeys(other: JwkSet): boolean {
    return canonical(this) === canonical(other);
  }
}

function canonical(set: JwkSet): string {
  return JSON.stringify(
    set.keys.map((key) => [
      key.members,
      key.kid ?? null,
      key.alg ?? null,
      key.use ?? null,
      [...key.keyOps].sort(),
    ]),
  );
}

function members(json: string): JsonObject[] {
  const set = json.length > MAX_JSON_CHARS ? null : parseJsonObject(Buffer.from(json), LIMITS);
  const keys = set?.get("keys");
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) {
    throw new Error("the JWK Set is no strict JSON object with at most 100 keys");
  }
  return keys.map((key) => {
    if (!(key instanceof Map)) {
      throw new Error("the JWK Set's member keys holds something other than objects");
    }
    return key;
  });
}
