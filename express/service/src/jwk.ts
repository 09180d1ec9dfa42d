import { createHash } from "node:crypto";
import { algorithmNamed } from "./algorithm.js";
import { decodeBase64url } from "./base64url.js";
import type { JsonObject } from "./json.js";
import { checkEc, checkEd25519, checkRsa, unsigned, UnusableKeyError } from "./key-checks.js";

const ML_DSA_BYTES: Readonly<Record<string, number>> = {
  "ML-DSA-44": 1312,
  "ML-DSA-65": 1952,
  "ML-DSA-87": 2592,
};
/** Whoever passes the text of a public key as a secret has fallen for algorithm confusion. */
const KEY_TEXTS = ["-----BEGIN ", "ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-"];

/** One public or secret key (RFC 7517 §4), checked. */
export interface Jwk {
  /** The members that RFC 7638 hashes, in the order of their names; of a secret `k` and `kty`. */
  readonly members: Readonly<Record<string, string>>;
  readonly kty: string;
  readonly crv: string | undefined;
  readonly kid: string | undefined;
  readonly alg: string | undefined;
  readonly use: string | undefined;
  readonly keyOps: readonly string[];
  /** The secret of an `oct` key. */
  readonly secret: Uint8Array | undefined;
  /** The RFC 7638 thumbprint. */
  readonly thumbprint: string;
}

/**
 * Reads a key.
 *
 * @throws UnusableKeyError when it is unknown, weak, broken or private
 */
export function readJwk(jwk: JsonObject): Jwk {
  const kid = optionalText(jwk, "kid");
  const alg = optionalText(jwk, "alg");
  const use = optionalText(jwk, "use");
  const keyOps = operations(jwk);
  const kty = text(jwk, "kty");
  const members = keyMembers(kty, jwk);
  // This package only verifies; a private key has no business in a service.
  if (kty !== "oct" && (jwk.has("d") || jwk.has("priv"))) {
    throw new UnusableKeyError("the key shows its private half");
  }
  return {
    members,
    kty,
    crv: members["crv"],
    kid,
    alg,
    use,
    keyOps,
    secret: kty === "oct" ? secretOf(jwk) : undefined,
    thumbprint: createHash("sha256").update(JSON.stringify(members)).digest("base64url"),
  };
}

function keyMembers(kty: string, jwk: JsonObject): Record<string, string> {
  switch (kty) {
    case "RSA":
      checkRsa(integer(jwk, "n"), integer(jwk, "e"));
      return { e: text(jwk, "e"), kty, n: text(jwk, "n") };
    case "EC":
      checkEc(text(jwk, "crv"), bytes(jwk, "x"), bytes(jwk, "y"));
      return { crv: text(jwk, "crv"), kty, x: text(jwk, "x"), y: text(jwk, "y") };
    case "OKP":
      return octetKeyPair(jwk);
    case "AKP":
      return algorithmKeyPair(jwk);
    case "oct":
      return { k: text(jwk, "k"), kty };
    default:
      throw new UnusableKeyError("the JWK's kty is not supported");
  }
}

function octetKeyPair(jwk: JsonObject): Record<string, string> {
  const crv = text(jwk, "crv");
  const x = bytes(jwk, "x");
  if (crv === "Ed25519") {
    checkEd25519(x);
  } else if (crv !== "X25519" || x.length !== 32) {
    throw new UnusableKeyError("the JWK's crv is not supported, or its x has the wrong length");
  }
  return { crv, kty: "OKP", x: text(jwk, "x") };
}

/** Known so that the set's name is the same everywhere, and a token of the key is no mystery. */
function algorithmKeyPair(jwk: JsonObject): Record<string, string> {
  const alg = text(jwk, "alg");
  if (algorithmNamed(alg)?.kty !== "AKP" || bytes(jwk, "pub").length !== ML_DSA_BYTES[alg]) {
    throw new UnusableKeyError("the AKP key's alg is not supported, or its length is another's");
  }
  return { alg, kty: "AKP", pub: text(jwk, "pub") };
}

function secretOf(jwk: JsonObject): Uint8Array {
  const secret = bytes(jwk, "k");
  const seen = secret.toString("latin1");
  if (
    KEY_TEXTS.some((mark) => seen.includes(mark)) ||
    (seen.includes("{") && seen.includes('"kty"'))
  ) {
    throw new UnusableKeyError("the secret is the text of a key file");
  }
  return secret;
}

function operations(jwk: JsonObject): string[] {
  const value = jwk.get("key_ops") ?? (jwk.has("key_ops") ? null : []);
  if (!Array.isArray(value) || !value.every((element) => typeof element === "string")) {
    throw new UnusableKeyError("the JWK's member key_ops has the wrong type");
  }
  // RFC 7517 §4.3: no duplicates.
  if (new Set(value).size !== value.length) {
    throw new UnusableKeyError("the JWK's member key_ops has the wrong type");
  }
  return value;
}

function optionalText(jwk: JsonObject, name: string): string | undefined {
  return jwk.has(name) ? text(jwk, name) : undefined;
}

function text(jwk: JsonObject, name: string): string {
  const value = jwk.get(name);
  if (typeof value !== "string") {
    throw new UnusableKeyError(`the JWK's member ${name} is missing or no string`);
  }
  return value;
}

function bytes(jwk: JsonObject, name: string): Buffer {
  const value = decodeBase64url(text(jwk, name));
  if (value === null || value.length === 0) {
    throw new UnusableKeyError(`the JWK's member ${name} is not canonical base64url`);
  }
  return value;
}

function integer(jwk: JsonObject, name: string): bigint {
  const value = bytes(jwk, name);
  // RFC 7518 §2, Base64urlUInt: the shortest form.
  if (value[0] === 0 && value.length > 1) {
    throw new UnusableKeyError(`the JWK's member ${name} has leading zeros`);
  }
  return unsigned(value);
}
