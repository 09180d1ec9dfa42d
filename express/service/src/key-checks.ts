/** What every key must satisfy before it is used, wherever it came from. */

/** A key of a set that cannot be used; the set goes on without it. */
export class UnusableKeyError extends Error {
  override readonly name = "UnusableKeyError";
}

const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;
const MIN_RSA_EXPONENT = 65537n;
/** Larger ones only make verification slow. */
const MAX_RSA_EXPONENT_BITS = 256;

/** The generator behind CVE-2017-15361 makes moduli that are powers of 65537 modulo all of these. */
const ROCA_PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
  103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

const ED25519_PRIME = (1n << 255n) - 19n;
const ED25519_ORDER_8 = 0x5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** The y of points whose order divides 8: such a key verifies one signature over many messages. */
const ED25519_SMALL_ORDER = new Set([
  0n,
  1n,
  ED25519_PRIME - 1n,
  ED25519_ORDER_8,
  ED25519_PRIME - ED25519_ORDER_8,
]);

interface Curve {
  readonly bytes: number;
  readonly p: bigint;
  readonly b: bigint;
}

/** The NIST curves y² = x³ − 3x + b over p (SP 800-186 §3.2.1). */
const CURVES: Readonly<Record<string, Curve>> = {
  "P-256": {
    bytes: 32,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  "P-384": {
    bytes: 48,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  "P-521": {
    bytes: 66,
    p: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
};

export function unsigned(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

export function checkRsa(n: bigint, e: bigint): void {
  const bits = n.toString(2).length;
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
    throw new UnusableKeyError("an RSA key has 2048 to 8192 bits");
  }
  if (e % 2n === 0n || e < MIN_RSA_EXPONENT || e.toString(2).length > MAX_RSA_EXPONENT_BITS) {
    throw new UnusableKeyError("the RSA public exponent must be odd and at least 65537");
  }
  if (n % 2n === 0n) {
    throw new UnusableKeyError("the RSA modulus is even");
  }
  if (ROCA_PRIMES.every((prime) => isPowerOf65537(Number(n % BigInt(prime)), prime))) {
    throw new UnusableKeyError("the RSA modulus has the fingerprint of CVE-2017-15361");
  }
}

function isPowerOf65537(residue: number, prime: number): boolean {
  let power = 1;
  do {
    if (power === residue) {
      return true;
    }
    power = (power * (65537 % prime)) % prime;
  } while (power !== 1);
  return false;
}

/** Refuses coordinates of another length than the field's (RFC 7518 §6.2.1.2), and points off it. */
export function checkEc(crv: string, x: Uint8Array, y: Uint8Array): void {
  const curve = Object.hasOwn(CURVES, crv) ? CURVES[crv] : undefined;
  if (curve === undefined) {
    throw new UnusableKeyError("the JWK's crv is not supported");
  }
  if (x.length !== curve.bytes || y.length !== curve.bytes) {
    throw new UnusableKeyError("a coordinate has the wrong length");
  }
  const { p, b } = curve;
  const [px, py] = [unsigned(x), unsigned(y)];
  if (px >= p || py >= p || (py * py - (px * px * px - 3n * px + b)) % p !== 0n) {
    throw new UnusableKeyError(`the point is not on ${crv}`);
  }
}

/** The 32 bytes of an Ed25519 public key: canonical (RFC 8032 §5.1.3) and not of small order. */
export function checkEd25519(x: Uint8Array): void {
  if (x.length !== 32) {
    throw new UnusableKeyError("the JWK's member x has the wrong length");
  }
  const y = unsigned(Uint8Array.from(x).reverse()) & ((1n << 255n) - 1n);
  if (y >= ED25519_PRIME || ED25519_SMALL_ORDER.has(y)) {
    throw new UnusableKeyError("the Ed25519 public key is not canonical, or of small order");
  }
}
