/** What one kind of token is by its specification. */
export interface TokenProfile {
  /** The `typ` of its header. */
  readonly type: string;
  /** Accepted where nothing else is said. */
  readonly algorithms: readonly string[];
  /** Claims that must be present. */
  readonly required: readonly string[];
  /** Claims that are strings where they are present. */
  readonly strings: readonly string[];
  /** Claims that are objects where they are present. */
  readonly objects: readonly string[];
  /** Whether any `iss`, or none, will do where no issuer is named. */
  readonly anyIssuer: boolean;
}

/** RFC 9068 §4. */
export const ACCESS_TOKEN: TokenProfile = {
  type: "at+jwt",
  algorithms: ["RS256", "ES256", "Ed25519"],
  required: ["exp", "iss", "aud", "sub", "client_id", "iat", "jti"],
  strings: ["iss", "sub", "jti", "client_id", "scope", "sid"],
  objects: [],
  anyIssuer: false,
};
