import type { ClientCredentials } from "./client-credentials.js";
import { loadCopy, saveCopy } from "./disk-copy.js";
import { type FeedEvent, readEvents } from "./event-stream.js";
import { FeedReport } from "./feed-report.js";
import type { RejectReason } from "./reason.js";
import { type FeedPosition, parseEntries, parseFresh, parsePosition } from "./revocation.js";
import { RevocationList } from "./revocation-list.js";
import { safeAddress } from "./safe-address.js";
import type { VerifiedJwt } from "./verified-jwt.js";
import type { RevocationCheck } from "./verifier.js";

/** The longest whole life of a token that is accepted though revocations are stale. */
const SHORT_LIFE_SECONDS = 900;
const ANSWER_TIMEOUT_MILLIS = 5000;
const FIRST_PAUSE_MILLIS = 200;
const MOST_DOUBLINGS = 6;
const HOUSEKEEPING_MILLIS = 1000;
const COPY_EVERY_MILLIS = 15_000;
const PURGE_EVERY_MILLIS = 60_000;
const ADMIN_SCOPE = "signet:admin";

/**
 * What happens to tokens while it is not known whether they were revoked lately:
 * `accept-until-expiry` accepts those that live 15 minutes at most as a whole and make nobody an
 * administrator, `refuse` answers 503.
 */
export type StalePolicy = "accept-until-expiry" | "refuse";

/** How well it is known what was revoked. */
export interface RevocationHealth {
  readonly state: "starting" | "fresh" | "stale" | "full";
  readonly epoch: string | null;
  readonly seq: number;
  /** Since the server read its database; null before the first time. */
  readonly ageMillis: number | null;
  readonly entries: number;
  /** Why the feed cannot be read at this moment, in words that hold no secret. */
  readonly failure: string | null;
}

export interface RevocationFeedOptions {
  /** The server's `/revocations/stream`: https, or http on loopback. */
  readonly stream: string | URL;
  /** Of a client that has the scope `signet:revocations`. */
  readonly credentials: ClientCredentials;
  /** After what time without news from the server revocations are stale: 30 s. */
  readonly staleAfterMillis?: number;
  readonly whenStale?: StalePolicy;
  /** How many entries are held at most: a million. */
  readonly maxEntries?: number;
  /** A file that keeps what is known, so that a restart need not wait for the server. */
  readonly copy?: string;
  /** After what time without a byte the connection is given up: 6 s. */
  readonly silenceMillis?: number;
  /** Names the key set in reports to the server. */
  readonly keysetId?: () => string | undefined;
  readonly now?: () => number;
  /** Monotonic time in milliseconds. */
  readonly monotonic?: () => number;
}

/**
 * Follows the revocations of one authorization server and refuses what is revoked, without I/O in the
 * way of a request. It resumes where it stopped and waits a little longer after each failure. Nothing
 * that was heard of is ever taken back. Before the first answer every token is refused with
 * `revocations_unavailable`; once what is known is older than the stale limit, a policy says what
 * happens. To be closed at the end.
 */
export class RevocationFeed implements RevocationCheck {
  readonly #options: RevocationFeedOptions;
  readonly #stream: URL;
  readonly #list: RevocationList;
  readonly #report: FeedReport;
  readonly #now: () => number;
  readonly #monotonic: () => number;
  readonly #housekeeping: NodeJS.Timeout;
  readonly #closing = new AbortController();
  #connection: AbortController | null = null;
  #position: FeedPosition | null = null;
  /** When the server last read its database, as monotonic time here; null before the first time. */
  #freshAt: number | null = null;
  /** There is room for what is missing, so all is to be read once more. */
  #roomAgain = false;
  /** Whether what is being read began at the beginning. */
  #readingAnew = false;
  #heardAt = 0;
  #failure: string | null = null;
  #failures = 0;
  #copiedAt: number;
  #purgedAt: number;
  #copying: Promise<void> = Promise.resolve();

  /** Reads the copy, if there is one, and begins to follow the feed. Does not wait for it. */
  constructor(options: RevocationFeedOptions) {
    this.#options = options;
    this.#stream = safeAddress(options.stream, "the revocation feed");
    this.#now = options.now ?? Date.now;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#list = new RevocationList(options.maxEntries ?? 1_000_000, this.#now);
    this.#report = new FeedReport(
      new URL("seen", this.#stream),
      options.credentials,
      options.keysetId ?? (() => undefined),
      this.#monotonic,
    );
    this.#copiedAt = this.#purgedAt = this.#monotonic();
    this.#readCopy();
    this.#housekeeping = setInterval(() => {
      this.#keepUp();
    }, HOUSEKEEPING_MILLIS).unref();
    void this.#follow();
  }

  #readCopy(): void {
    if (this.#options.copy === undefined) {
      return;
    }
    try {
      const content = loadCopy(this.#options.copy);
      if (content === null) {
        return;
      }
      this.#list.addAll(content.entries);
      const age = this.#now() - content.freshAtMillis;
      // A clock that went back tells no age: then the copy counts, but as no answer yet.
      if (age >= 0) {
        this.#list.mayLackWhatHasEnded();
        this.#position = content.position;
        this.#freshAt = this.#monotonic() - age;
      }
    } catch (e) {
      this.#failure = message(e);
    }
  }

  async #follow(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#read();
        this.#failure = "the server ended the stream";
      } catch (e) {
        this.#failure = message(e);
      }
      await this.#pause();
    }
  }

  /** Anywhere in the second half, so that many that lost one server do not come back at once. */
  #pause(): Promise<void> {
    const atMost = FIRST_PAUSE_MILLIS * 2 ** Math.min(this.#failures++, MOST_DOUBLINGS);
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, (atMost * (1 + Math.random())) / 2);
      signal.addEventListener("abort", done);
      if (signal.aborted) {
        done();
      }
    });
  }

  /** Reads one connection until it ends. */
  async #read(): Promise<void> {
    const { credentials } = this.#options;
    const token = await credentials.accessToken();
    const connection = new AbortController();
    const end = (): void => {
      connection.abort(new Error("closed"));
    };
    this.#closing.signal.addEventListener("abort", end);
    const timer = setTimeout(() => {
      connection.abort(new Error("the revocation feed did not answer"));
    }, ANSWER_TIMEOUT_MILLIS);
    try {
      this.#closing.signal.throwIfAborted();
      const response = await this.#open(token, connection.signal);
      clearTimeout(timer);
      if (response.status !== 200 || response.body === null) {
        if (response.status === 401) {
          // Perhaps revoked itself, as all tokens of a leaked key are.
          credentials.forget(token);
        }
        throw new Error(`the revocation feed answered ${response.status}`);
      }
      this.#heardAt = this.#monotonic();
      this.#connection = connection;
      for await (const event of readEvents(this.#heard(response.body))) {
        this.#handle(event);
      }
    } finally {
      clearTimeout(timer);
      this.#connection = null;
      this.#closing.signal.removeEventListener("abort", end);
      // Nothing of a connection outlives it.
      connection.abort();
    }
  }

  #open(token: string, signal: AbortSignal): Promise<Response> {
    const at = this.#resumeAt();
    return fetch(this.#stream, {
      headers: {
        Accept: "text/event-stream",
        Authorization: `Bearer ${token}`,
        ...(at === null ? {} : { "Last-Event-ID": `${at.epoch}:${at.seq}` }),
      },
      // A redirect could lead the credentials elsewhere.
      redirect: "manual",
      signal,
    });
  }

  /** The position to go on from; null where all is to be read. */
  #resumeAt(): FeedPosition | null {
    if (this.#roomAgain) {
      this.#roomAgain = false;
      this.#position = null;
    }
    if (this.#position === null) {
      this.#beginAnew();
    }
    return this.#position;
  }

  #beginAnew(): void {
    this.#readingAnew = true;
    this.#list.beginAnew();
  }

  /** Notes when bytes come. */
  async *#heard(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      this.#heardAt = this.#monotonic();
      yield chunk;
    }
  }

  #handle(event: FeedEvent): void {
    if (event.name === "revoked") {
      this.#list.addAll(parseEntries(event.data));
      this.#applied(parsePosition(event.id));
    } else if (event.name === "fresh") {
      const { position, ageMillis } = parseFresh(event.data);
      this.#freshAt = this.#heardAt - ageMillis;
      this.#failure = null;
      this.#failures = 0;
      if (this.#readingAnew) {
        this.#readingAnew = false;
        this.#list.givenWhole();
      }
      // Everything up to here was sent before it on this connection.
      this.#applied(position);
    } else if (event.name === "reset") {
      this.#position = null;
      this.#beginAnew();
    }
  }

  /** Tells the server too, unless something up to there was not taken. */
  #applied(position: FeedPosition): void {
    this.#position = position;
    if (!this.#list.overflowed) {
      this.#report.tell(position);
    }
  }

  #keepUp(): void {
    const now = this.#monotonic();
    if (now - this.#heardAt > (this.#options.silenceMillis ?? 6000)) {
      this.#connection?.abort(new Error("the revocation feed fell silent"));
    }
    if (now - this.#purgedAt > PURGE_EVERY_MILLIS || this.#list.hasLetGoTooEarly) {
      this.#purgedAt = now;
      if (this.#list.makeRoom()) {
        this.#roomAgain = true;
        this.#connection?.abort(new Error("what is missing is read anew"));
      }
    }
    if (now - this.#copiedAt > COPY_EVERY_MILLIS) {
      this.#writeCopy();
    }
  }

  #writeCopy(): void {
    const { copy } = this.#options;
    const position = this.#position;
    const freshAt = this.#freshAt;
    if (copy === undefined || position === null || freshAt === null || this.#list.overflowed) {
      return;
    }
    this.#copiedAt = this.#monotonic();
    const freshAtMillis = this.#now() - (this.#copiedAt - freshAt);
    const entries = [...this.#list.entries()];
    this.#copying = this.#copying
      .then(() => saveCopy(copy, { position, freshAtMillis, entries }))
      .catch(() => {
        this.#failure = "the copy of the revocations cannot be written";
      });
  }

  /** Why the token is refused, if it is, by a route's own policy or the feed's. */
  reject(jwt: VerifiedJwt, policy?: StalePolicy): RejectReason | undefined {
    if (this.#list.revokes(jwt)) {
      return "revoked";
    }
    if (this.#freshAt === null) {
      return "revocations_unavailable";
    }
    const whenStale = policy ?? this.#options.whenStale ?? "accept-until-expiry";
    return this.#isStale(this.#freshAt) && !isAcceptedThoughStale(jwt, whenStale)
      ? "revocations_unavailable"
      : undefined;
  }

  #isStale(freshAt: number): boolean {
    const limit = this.#options.staleAfterMillis ?? 30_000;
    return this.#list.overflowed || this.#monotonic() - freshAt > limit;
  }

  health(): RevocationHealth {
    const freshAt = this.#freshAt;
    const stale = this.#list.overflowed ? "full" : "stale";
    return {
      state: freshAt === null ? "starting" : this.#isStale(freshAt) ? stale : "fresh",
      epoch: this.#position?.epoch ?? null,
      seq: this.#position?.seq ?? 0,
      ageMillis: freshAt === null ? null : Math.max(0, Math.round(this.#monotonic() - freshAt)),
      entries: this.#list.size,
      failure: this.#failure,
    };
  }

  /** Stops following and writes the copy. What is known goes on counting, and ages. */
  async close(): Promise<void> {
    clearInterval(this.#housekeeping);
    this.#report.close();
    this.#closing.abort();
    this.#writeCopy();
    await this.#copying;
  }
}

function isAcceptedThoughStale(jwt: VerifiedJwt, policy: StalePolicy): boolean {
  const iat = jwt.integer("iat");
  return (
    policy === "accept-until-expiry" &&
    !jwt.scopes.includes(ADMIN_SCOPE) &&
    iat !== undefined &&
    jwt.expiresAt - Number(iat) <= SHORT_LIFE_SECONDS
  );
}

function message(e: unknown): string {
  return e instanceof Error ? e.message : "unknown";
}
