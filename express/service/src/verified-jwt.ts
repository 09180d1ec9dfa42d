import { JsonNumber, type JsonObject, plain } from "./json.js";
import type { VerificationKey } from "./verification-keys.js";

/** A token whose signature and claims have been checked. Only a verifier makes one. Immutable. */
export class VerifiedJwt {
  readonly #json: JsonObject;
  readonly #key: VerificationKey;
  readonly #kid: string | undefined;
  #claims: Readonly<Record<string, unknown>> | undefined;
  #scopes: readonly string[] | undefined;

  /** @internal */
  constructor(json: JsonObject, key: VerificationKey, kid: string | undefined) {
    this.#json = json;
    this.#key = key;
    this.#kid = kid;
  }

  /** All claims, as `JSON.parse` would have them. */
  get claims(): Readonly<Record<string, unknown>> {
    this.#claims ??= Object.freeze(plain(this.#json) as Record<string, unknown>);
    return this.#claims;
  }

  get issuer(): string | undefined {
    return this.string("iss");
  }

  /** Whom the token is about. */
  get subject(): string | undefined {
    return this.string("sub");
  }

  get jwtId(): string | undefined {
    return this.string("jti");
  }

  /** The client that asked for the token. */
  get clientId(): string | undefined {
    return this.string("client_id");
  }

  /** The session that it was issued in; tokens of client credentials have none. */
  get sessionId(): string | undefined {
    return this.string("sid");
  }

  /** When it stops being accepted, in seconds since the epoch, the clock skew not counted. */
  get expiresAt(): number {
    return Number(this.integer("exp"));
  }

  /** The words of `scope` (RFC 6749 §3.3). */
  get scopes(): readonly string[] {
    this.#scopes ??= Object.freeze(
      (this.string("scope") ?? "").split(" ").filter((word) => word !== ""),
    );
    return this.#scopes;
  }

  /** As fresh as the token, no fresher. */
  get roles(): readonly string[] {
    return rolesIn(this.#json);
  }

  /** The header's `kid`. */
  get kid(): string | undefined {
    return this.#kid;
  }

  /** By what the key that verified it is revoked, whatever the header says. */
  get keyThumbprint(): string {
    return this.#key.thumbprint;
  }

  /** A claim that is a string. */
  string(name: string): string | undefined {
    const value = this.#json.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** A claim that is an integer written without fraction or exponent; exact. */
  integer(name: string): number | bigint | undefined {
    const value = this.#json.get(name);
    return value instanceof JsonNumber ? (value.integer() ?? undefined) : undefined;
  }

  /** The names alone: claims can be personal data, which has no place in a log. */
  toString(): string {
    return `VerifiedJwt[${[...this.#json.keys()].join(", ")}]`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The claim `roles`: one string, or strings alone; anything else is none. */
export function rolesIn(json: JsonObject): readonly string[] {
  const roles = json.get("roles");
  if (typeof roles === "string") {
    return [roles];
  }
  const strings = Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [];
  return Array.isArray(roles) && strings.length === roles.length ? strings : [];
}
