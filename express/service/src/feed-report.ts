import { randomBytes } from "node:crypto";
import type { ClientCredentials } from "./client-credentials.js";
import type { FeedPosition } from "./revocation.js";

const BETWEEN_MILLIS = 200;
const TIMEOUT_MILLIS = 5000;

/**
 * Tells the server how far its feed has been read, so that it can say when everybody has heard of a
 * revocation. One report at a time, with a pause after each, and always the newest position; nothing
 * depends on it, so failures are ignored, and a server that does not know the address is left alone.
 */
export class FeedReport {
  readonly #instance = randomBytes(16).toString("base64url");
  #newest: FeedPosition | null = null;
  #sending = false;
  #off = false;

  constructor(
    readonly url: URL,
    readonly credentials: ClientCredentials,
    readonly keysetId: () => string | undefined,
  ) {}

  /** Whether nothing is sent any more. */
  get off(): boolean {
    return this.#off;
  }

  tell(position: FeedPosition): void {
    this.#newest = position;
    if (!this.#sending && !this.#off) {
      this.#sending = true;
      void this.#sendAll();
    }
  }

  close(): void {
    this.#off = true;
  }

  async #sendAll(): Promise<void> {
    while (this.#newest !== null && !this.#off) {
      const position = this.#newest;
      this.#newest = null;
      try {
        await this.#send(position);
      } catch {
        // The next position tells as much.
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
  }
}
