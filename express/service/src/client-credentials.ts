import { type ClientIdentity, type ClientProof, proofOf } from "./client-proof.js";
import { postForm } from "./form-request.js";
import { JsonNumber, type JsonObject } from "./json.js";
import { safeAddress } from "./safe-address.js";

const LONGEST_LIFETIME_SECONDS = 86_400;
const FIRST_PAUSE_MILLIS = 1000;
const LONGEST_PAUSE_MILLIS = 60_000;
const MOST_DOUBLINGS = 6;
const MARGIN_MILLIS = 10_000;

/** Who asks, where, and for what. */
export interface ClientCredentialsOptions extends ClientIdentity {
  readonly tokenEndpoint: string | URL;
  /** The scopes to ask for, between spaces; all the client's where nothing is said. */
  readonly scope?: string;
  readonly timeoutMillis?: number;
  /** Monotonic time in milliseconds. */
  readonly monotonic?: () => number;
}

/** A token, and in monotonic time from when on it is to be replaced, and not to be used. */
interface Held {
  readonly value: string;
  readonly refreshAt: number;
  readonly endsAt: number;
}

/**
 * Access tokens of a service's own (RFC 6749 §4.4). One is kept until shortly before it expires, and
 * fetched anew ahead of that by one request at a time. After a failure the next request waits, longer
 * each time; who needs a token meanwhile and has none gets the failure at once. Never shows itself.
 */
export class ClientCredentials {
  readonly #url: URL;
  readonly #proof: ClientProof;
  readonly #scope: string | undefined;
  readonly #timeoutMillis: number;
  readonly #monotonic: () => number;
  #held: Held | null = null;
  #inFlight: Promise<Held> | null = null;
  #lastFailure: unknown = null;
  #failures = 0;
  #retryAt = 0;

  constructor(options: ClientCredentialsOptions) {
    this.#url = safeAddress(options.tokenEndpoint, "a token endpoint");
    this.#proof = proofOf(options);
    this.#scope = options.scope;
    this.#timeoutMillis = options.timeoutMillis ?? 5000;
    this.#monotonic = options.monotonic ?? (() => performance.now());
  }

  /** A token that counts for a while yet; rejects if there is none to be had at this moment. */
  async accessToken(): Promise<string> {
    const now = this.#monotonic();
    const held = this.#held;
    if (held !== null && now < held.refreshAt) {
      return held.value;
    }
    const flight = this.#refresh(now);
    if (held !== null && now < held.endsAt) {
      // Nobody waits for the answer: the next caller finds it.
      flight?.catch(() => undefined);
      return held.value;
    }
    if (flight === null) {
      throw this.#lastFailure;
    }
    return (await flight).value;
  }

  /** Gives a token up that a service refused: the next caller gets another one. */
  forget(accessToken: string): void {
    if (this.#held?.value === accessToken) {
      this.#held = null;
    }
  }

  /** The request that is under way, or begins now; null while it is too early for another one. */
  #refresh(now: number): Promise<Held> | null {
    if (this.#inFlight !== null || (this.#failures > 0 && now < this.#retryAt)) {
      return this.#inFlight;
    }
    this.#inFlight = this.#request(now).then(
      (held) => {
        this.#inFlight = null;
        this.#failures = 0;
        this.#held = held;
        return held;
      },
      (failure: unknown) => {
        this.#inFlight = null;
        this.#failed(failure);
        throw failure;
      },
    );
    return this.#inFlight;
  }

  #failed(failure: unknown): void {
    this.#lastFailure = failure;
    const pause = FIRST_PAUSE_MILLIS * 2 ** Math.min(this.#failures, MOST_DOUBLINGS);
    this.#failures++;
    // Spread, so that many that failed at once do not come back at once.
    this.#retryAt =
      this.#monotonic() + Math.min(pause, LONGEST_PAUSE_MILLIS) - (Math.random() * pause) / 4;
  }

  async #request(sentAt: number): Promise<Held> {
    const { status, json } = await postForm(
      this.#url,
      {
        grant_type: "client_credentials",
        ...(this.#scope === undefined ? {} : { scope: this.#scope }),
      },
      this.#proof,
      this.#timeoutMillis,
    );
    if (status !== 200) {
      throw refusal(status, json);
    }
    return held(json, sentAt);
  }
}

function held(json: JsonObject | null, sentAt: number): Held {
  const token = json?.get("access_token");
  const type = json?.get("token_type");
  const expiresIn = json?.get("expires_in");
  const seconds = expiresIn instanceof JsonNumber ? Number(expiresIn.integer()) : 0;
  if (
    typeof token !== "string" ||
    typeof type !== "string" ||
    type.toLowerCase() !== "bearer" ||
    seconds < 1
  ) {
    throw new Error("the token endpoint's answer is not one of RFC 6749 §5.1 with expires_in");
  }
  // It counts from before the request, since the token was made after that.
  const lifetime = Math.min(seconds, LONGEST_LIFETIME_SECONDS) * 1000;
  return {
    value: token,
    refreshAt: sentAt + lifetime * 0.8,
    endsAt: sentAt + lifetime - Math.min(MARGIN_MILLIS, lifetime / 10),
  };
}

/** The error's word and nothing else: what a server says can hold anything. */
function refusal(status: number, json: JsonObject | null): Error {
  const error = json?.get("error");
  const word = typeof error === "string" && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : "";
  return new Error(`the token endpoint answered ${status}${word}`);
}
