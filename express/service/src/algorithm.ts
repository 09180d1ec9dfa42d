/** The signature and MAC algorithms that exist here. There is no `none`. */
export interface Algorithm {
  readonly name: string;
  readonly kty: "oct" | "RSA" | "EC" | "OKP" | "AKP";
  readonly crv?: string;
  /** The length of the hash in bytes, which a secret has at least; 0 where it has no meaning. */
  readonly hashBytes: number;
}

const ALGORITHMS = new Map<string, Algorithm>(
  (
    [
      { name: "HS256", kty: "oct", hashBytes: 32 },
      { name: "HS384", kty: "oct", hashBytes: 48 },
      { name: "HS512", kty: "oct", hashBytes: 64 },
      { name: "RS256", kty: "RSA", hashBytes: 32 },
      { name: "RS384", kty: "RSA", hashBytes: 48 },
      { name: "RS512", kty: "RSA", hashBytes: 64 },
      { name: "PS256", kty: "RSA", hashBytes: 32 },
      { name: "PS384", kty: "RSA", hashBytes: 48 },
      { name: "PS512", kty: "RSA", hashBytes: 64 },
      { name: "ES256", kty: "EC", crv: "P-256", hashBytes: 32 },
      { name: "ES384", kty: "EC", crv: "P-384", hashBytes: 48 },
      { name: "ES512", kty: "EC", crv: "P-521", hashBytes: 64 },
      { name: "Ed25519", kty: "OKP", crv: "Ed25519", hashBytes: 64 },
      { name: "ML-DSA-44", kty: "AKP", hashBytes: 0 },
      { name: "ML-DSA-65", kty: "AKP", hashBytes: 0 },
      { name: "ML-DSA-87", kty: "AKP", hashBytes: 0 },
    ] satisfies Algorithm[]
  ).map((algorithm) => [algorithm.name, algorithm]),
);

/**
 * The algorithm of that name, case mattering (RFC 7515 §4.1.1); `EdDSA` is the old name of Ed25519
 * (RFC 9864). Those of ML-DSA are known by name, so that their keys are; Node 20 cannot verify them.
 */
export function algorithmNamed(name: string): Algorithm | undefined {
  return ALGORITHMS.get(name === "EdDSA" ? "Ed25519" : name);
}
