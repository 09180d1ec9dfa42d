import { randomBytes } from "node:crypto";
import type { ClientCredentials } from "./client-credentials.js";
import type { FeedPosition } from "./revocation.js";

const BETWEEN_MILLIS = 200;
const TIMEOUT_MILLIS = 5000;
/** With the next sign of life after that, which comes every two seconds: the server forgets. */
const REPEAT_AFTER_MILLIS = 3000;

/**
 * Tells the server how far its feed has been read, so that it can say when everybody has heard of a
 * revocation. One report at a time, with a pause after each, and always the newest position; one that
 * fails is made again with the next sign of life, and a server that does not know the address is left
 * alone.
 */
export class FeedReport {
  readonly #instance = randomBytes(16).toString("base64url");
  #newest: FeedPosition | null = null;
  #reported: FeedPosition | null = null;
  #sentAt = 0;
  #sending = false;
  #off = false;

  constructor(
    readonly url: URL,
    readonly credentials: ClientCredentials,
    readonly keysetId: () => string | undefined,
    readonly monotonic: () => number,
  ) {}

  /** Whether nothing is sent any more. */
  get off(): boolean {
    return this.#off;
  }

  /** Everything up to there counts here; to be called at each sign of life. */
  tell(position: FeedPosition): void {
    this.#newest = position;
    if (!this.#sending && !this.#off && this.#isDue(position)) {
      this.#sending = true;
      void this.#sendAll();
    }
  }

  #isDue(position: FeedPosition): boolean {
    const told = this.#reported;
    return (
      told?.epoch !== position.epoch ||
      told.seq !== position.seq ||
      this.monotonic() - this.#sentAt >= REPEAT_AFTER_MILLIS
    );
  }

  close(): void {
    this.#off = true;
  }

  async #sendAll(): Promise<void> {
    while (this.#newest !== null && !this.#off && this.#isDue(this.#newest)) {
      const position = this.#newest;
      this.#newest = null;
      this.#sentAt = this.monotonic();
      this.#reported = position;
      try {
        await this.#send(position);
      } catch {
        this.#reported = null;
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MILLIS).unref());
    }
    this.#sending = false;
  }

  async #send({ epoch, seq }: FeedPosition): Promise<void> {
    const keysetId = this.keysetId();
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${await this.credentials.accessToken()}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ instance: this.#instance, epoch, seq, keyset_id: keysetId }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    await response.body?.cancel();
    this.#off ||= response.status === 404;
    if (!response.ok) {
      throw new Error(`the report was answered ${response.status}`);
    }
  }
}
