import { createHmac, randomBytes } from "node:crypto";
import { isSame } from "./digest.js";

const KEY_BYTES = 32;
const NONCE_BYTES = 16;
const PURPOSE = "signet-dpop-nonce";
const SPAN_MILLIS = 60_000;

/**
 * Nonces for proofs (RFC 9449 §8), which prove that a proof was not made long ahead. Nothing is
 * stored: a nonce is the HMAC of a span of time, good in its own span and the next. Services that
 * share a key accept each other's, in whatever language. Never shows its key.
 */
export class DpopNonces {
  readonly #key: Uint8Array;
  readonly #spanMillis: number;
  readonly #now: () => number;

  /**
   * @param key 32 bytes, shared by all services that stand for one another
   * @param spanMillis how long each is handed out; it is accepted as long again
   */
  constructor(key: Uint8Array, spanMillis = SPAN_MILLIS, now: () => number = Date.now) {
    if (key.length !== KEY_BYTES) {
      throw new TypeError("a key of 32 bytes");
    }
    if (!Number.isSafeInteger(spanMillis) || spanMillis < 1) {
      throw new TypeError("a span is a whole number of milliseconds, longer than nothing");
    }
    this.#key = Uint8Array.from(key);
    this.#spanMillis = spanMillis;
    this.#now = now;
  }

  /** Nonces of this process alone, a new one each minute. */
  static ofThisProcess(): DpopNonces {
    return new DpopNonces(randomBytes(KEY_BYTES));
  }

  /** The nonce to hand out now: 22 characters of base64url. */
  current(): string {
    return this.#nonce(this.#span());
  }

  /** Whether it was handed out in this span or the one before. */
  isGood(nonce: string): boolean {
    const span = this.#span();
    const isCurrent = isSame(this.#nonce(span), nonce);
    const isLast = isSame(this.#nonce(span - 1), nonce);
    return isCurrent || isLast;
  }

  #span(): number {
    return Math.floor(this.#now() / this.#spanMillis);
  }

  #nonce(span: number): string {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(span));
    const full = createHmac("sha256", this.#key).update(PURPOSE).update(bytes).digest();
    return full.subarray(0, NONCE_BYTES).toString("base64url");
  }
}
