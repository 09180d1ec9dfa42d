import { createPrivateKey, type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { algorithmNamed } from "./algorithm.js";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const ASSERTION_LIFETIME_SECONDS = 60;
const LEAST_RSA_BITS = 2048;

/** A private key as a JWK; its `alg` says how to sign, its `kid` goes into the header. */
export interface PrivateJwk {
  readonly kty: string;
  readonly alg: string;
  readonly kid?: string;
  readonly [member: string]: unknown;
}

/** How a client shows the authorization server who it is; never shows itself. */
export interface ClientProof {
  /** The value of the `Authorization` header, if there is one. */
  readonly authorization?: string;
  /** Parameters of the form; new ones for each request. */
  parameters(): Promise<Readonly<Record<string, string>>>;
}

/** Who a client is, and by what it shows that: a secret, or a key. */
export interface ClientIdentity {
  readonly clientId: string;
  /** Shown as it is (`client_secret_basic`); this, or a key. */
  readonly clientSecret?: string;
  /** Signs an assertion (`private_key_jwt`), so that no secret travels. */
  readonly clientKey?: PrivateJwk;
  /** Of the authorization server, whom the assertion is for; beside a key. */
  readonly issuer?: string;
  /** The clock of assertions, in milliseconds. */
  readonly now?: () => number;
}

/** @throws TypeError unless there is a secret, or a key and an issuer */
export function proofOf(identity: ClientIdentity): ClientProof {
  const { clientId, clientSecret, clientKey, issuer, now } = identity;
  if (clientKey === undefined && clientSecret) {
    return secretProof(clientId, clientSecret);
  }
  if (clientKey !== undefined && clientSecret === undefined && issuer) {
    return keyProof(clientId, clientKey, issuer, now);
  }
  throw new TypeError("give clientSecret, or clientKey and issuer");
}

/** Shows a secret (`client_secret_basic`). */
function secretProof(clientId: string, secret: string): ClientProof {
  // RFC 6749 §2.3.1: both are encoded as in a form before they are joined.
  const pair = `${formEncode(clientId)}:${formEncode(secret)}`;
  return new SecretProof(`Basic ${Buffer.from(pair).toString("base64")}`);
}

/**
 * Signs an assertion (`private_key_jwt`, RFC 7523), so that no secret travels.
 *
 * @param issuer of the authorization server, the assertion's `aud`
 * @param now in milliseconds
 */
function keyProof(
  clientId: string,
  key: PrivateJwk,
  issuer: string,
  now: () => number = Date.now,
): ClientProof {
  return new KeyProof(clientId, key, readPrivate(key), issuer, now);
}

class SecretProof implements ClientProof {
  readonly #authorization: string;

  constructor(authorization: string) {
    this.#authorization = authorization;
  }

  get authorization(): string {
    return this.#authorization;
  }

  parameters(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({});
  }
}

class KeyProof implements ClientProof {
  readonly #clientId: string;
  readonly #header: { alg: string; typ: string; kid?: string };
  readonly #key: KeyObject;
  readonly #issuer: string;
  readonly #now: () => number;

  constructor(
    clientId: string,
    { alg, kid }: PrivateJwk,
    key: KeyObject,
    issuer: string,
    now: () => number,
  ) {
    this.#clientId = clientId;
    this.#header = { alg, typ: "JWT", ...(kid === undefined ? {} : { kid }) };
    this.#key = key;
    this.#issuer = issuer;
    this.#now = now;
  }

  async parameters(): Promise<Readonly<Record<string, string>>> {
    const iat = Math.floor(this.#now() / 1000);
    const assertion = await new SignJWT()
      .setProtectedHeader(this.#header)
      .setIssuer(this.#clientId)
      .setSubject(this.#clientId)
      .setAudience(this.#issuer)
      .setIssuedAt(iat)
      .setExpirationTime(iat + ASSERTION_LIFETIME_SECONDS)
      .setJti(randomBytes(16).toString("base64url"))
      .sign(this.#key);
    return { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
  }
}

/** @throws TypeError which shows nothing of the key */
function readPrivate(jwk: PrivateJwk): KeyObject {
  const algorithm = algorithmNamed(jwk.alg);
  const isFit =
    algorithm !== undefined &&
    algorithm.kty !== "oct" &&
    algorithm.kty === jwk.kty &&
    (algorithm.crv === undefined || algorithm.crv === jwk["crv"]);
  if (!isFit) {
    throw new TypeError("a client's key is a private JWK whose alg says how to sign");
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: jwk as JsonWebKey, format: "jwk" });
  } catch {
    // What it threw may show the key.
    throw new TypeError("a client's key is a private JWK, whole and well-formed");
  }
  if (algorithm.kty === "RSA" && (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS) {
    throw new TypeError("an RSA key has 2048 bits at least");
  }
  return key;
}

function formEncode(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
