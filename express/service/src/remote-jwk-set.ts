import { boundedBody } from "./bounded-body.js";
import { JwkSet } from "./jwk-set.js";
import type { KeySource } from "./key-source.js";
import { safeAddress } from "./safe-address.js";
import { printableKid, UnknownKids } from "./unknown-kids.js";

const MAX_BODY_BYTES = 512 * 1024;
const DEFAULT_FRESHNESS_SECONDS = 300;
const MAX_FRESHNESS_SECONDS = 3600;
/** The pause after a failure while there is no set at all, so that a late issuer is found soon. */
const FIRST_SET_PAUSE_MILLIS = 1000;
/** A clock that goes back further was set; the same as in Java. */
const SET_BACK_MILLIS = 60_000;

/** Settings; each has a default. */
export interface RemoteJwkSetOptions {
  /** How long a fetch may take as a whole: 3 s. */
  readonly timeoutMillis?: number;
  /** The least time between two fetches that tokens cause: 10 s. */
  readonly coolDownMillis?: number;
  /** How long a set is used after its last successful fetch: 24 h. */
  readonly maxStaleMillis?: number;
  /** How long a kid that a fresh set lacked is refused without asking again: 60 s. */
  readonly unknownKidMillis?: number;
  readonly now?: () => number;
  /** Told in a sentence what an operator should know. */
  readonly warn?: (message: string) => void;
}

interface Held {
  readonly keys: JwkSet | null;
  readonly etag: string | null;
  readonly refreshAt: number;
  readonly fetchedAt: number;
  readonly fetches: number;
}

/**
 * The JWK Set of an issuer, fetched over HTTP and kept. At most one fetch is in flight; only who has
 * no usable set waits for it, and whose token names an unknown `kid`. A set is refreshed in the
 * background when four fifths of its freshness have passed. A fetch that fails, or brings an empty
 * or malformed set, leaves the good one in place until the staleness limit. A flood of unknown kids
 * costs one fetch a cool-down. Addresses are https, or http on loopback; redirects are not followed.
 */
export class RemoteJwkSet implements KeySource {
  readonly #url: URL;
  readonly #timeoutMillis: number;
  readonly #coolDownMillis: number;
  readonly #maxStaleMillis: number;
  readonly #now: () => number;
  readonly #warn: (message: string) => void;
  readonly #unknownKids: UnknownKids;
  #held: Held = { keys: null, etag: null, refreshAt: -Infinity, fetchedAt: -Infinity, fetches: 0 };
  #inFlight: Promise<void> | null = null;
  #nextFetchAllowed = -Infinity;
  #quietUntil = -Infinity;
  #failing = false;

  constructor(url: string | URL, options: RemoteJwkSetOptions = {}) {
    this.#url = safeAddress(url, "a JWK Set");
    this.#timeoutMillis = options.timeoutMillis ?? 3000;
    this.#coolDownMillis = options.coolDownMillis ?? 10_000;
    this.#maxStaleMillis = options.maxStaleMillis ?? 24 * 3_600_000;
    this.#now = options.now ?? Date.now;
    this.#warn = options.warn ?? console.warn;
    this.#unknownKids = new UnknownKids(this.#now, options.unknownKidMillis ?? 60_000);
  }

  /** The set that is held, whatever its age, and when it was fetched; null before the first. */
  get held(): { readonly keys: JwkSet; readonly fetchedAt: Date } | null {
    const { keys, fetchedAt } = this.#held;
    return keys === null ? null : { keys, fetchedAt: new Date(fetchedAt) };
  }

  /** Starts the first fetch without waiting for it. */
  prefetch(): void {
    void this.#fetchUnlessCoolingDown();
  }

  current(): JwkSet | null | Promise<JwkSet | null> {
    const now = this.#now();
    if (now < this.#held.refreshAt && !wasSetBack(now, this.#held.fetchedAt)) {
      return this.#held.keys;
    }
    const fetch = this.#fetchUnlessCoolingDown();
    const usable = this.#usable();
    return usable === null && fetch !== null ? fetch.then(() => this.#usable()) : usable;
  }

  #usable(): JwkSet | null {
    const fresh = this.#now() < this.#held.fetchedAt + this.#maxStaleMillis;
    return fresh ? this.#held.keys : null;
  }

  async after(unknownKid: string): Promise<JwkSet | null> {
    if (!this.#unknownKids.isKnown(unknownKid)) {
      const before = this.#held.fetches;
      await this.#fetchUnlessCoolingDown();
      const { fetches, keys } = this.#held;
      if (fetches > before && keys !== null && !keys.kids.includes(unknownKid)) {
        this.#unknownKids.remember(unknownKid);
      }
    }
    const keys = await this.current();
    this.#tellOfUnknown(unknownKid, keys);
    return keys;
  }

  /** Once a cool-down at most, so that a flood of such tokens does not flood the log. */
  #tellOfUnknown(kid: string, keys: JwkSet | null): void {
    const now = this.#now();
    if (now < this.#quietUntil || keys === null || keys.kids.includes(kid)) {
      return;
    }
    this.#quietUntil = now + this.#coolDownMillis;
    this.#warn(
      `signet: a token names the kid ${printableKid(kid)}, which ${this.#url.href} lacks: ` +
        `it has ${keys.kids.join(", ")} (keyset ${keys.keysetId})`,
    );
  }

  /** The fetch in flight or a new one; null while the cool-down lasts. Never rejects. */
  #fetchUnlessCoolingDown(): Promise<void> | null {
    const now = this.#now();
    const coolingDown =
      now < this.#nextFetchAllowed &&
      !wasSetBack(now, this.#nextFetchAllowed - this.#coolDownMillis);
    if (this.#inFlight !== null || coolingDown) {
      return this.#inFlight;
    }
    const first = this.#held.keys === null;
    this.#nextFetchAllowed =
      now + (first ? Math.min(FIRST_SET_PAUSE_MILLIS, this.#coolDownMillis) : this.#coolDownMillis);
    this.#inFlight = this.#fetch().then(
      () => {
        this.#ended(null);
      },
      (e: unknown) => {
        this.#ended(e);
      },
    );
    return this.#inFlight;
  }

  async #fetch(): Promise<void> {
    const { etag } = this.#held;
    const response = await fetch(this.#url, {
      headers: {
        Accept: "application/jwk-set+json, application/json",
        ...(etag === null ? {} : { "If-None-Match": etag }),
      },
      // A redirect could lead elsewhere; its status is then no 200.
      redirect: "manual",
      signal: AbortSignal.timeout(this.#timeoutMillis),
    });
    const unchanged = response.status === 304 && etag !== null;
    if (!unchanged && response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`the answer's status is ${response.status}`);
    }
    const body = await boundedBody(response, MAX_BODY_BYTES);
    this.#hold(response, unchanged ? this.#held.keys : JwkSet.parsePublished(body));
  }

  #hold(response: Response, fresh: JwkSet | null): void {
    const { keys, etag, fetches } = this.#held;
    if (fresh === null || fresh.keys.length === 0) {
      throw new Error("the set has no usable key");
    }
    const now = this.#now();
    // Four fifths of the freshness, less up to a tenth, so that many verifiers do not ask at once.
    const freshMillis = freshnessSeconds(response) * 1000;
    const refreshAt = now + freshMillis * (0.8 - Math.random() / 10);
    this.#held = {
      // The instance stays while the keys do: what is prepared for them is kept as long.
      keys: keys?.sameKeys(fresh) === true ? keys : fresh,
      etag: response.headers.get("etag") ?? (response.status === 304 ? etag : null),
      refreshAt,
      fetchedAt: now,
      fetches: fetches + 1,
    };
    this.#unknownKids.clear();
  }

  #ended(failure: unknown): void {
    this.#inFlight = null;
    if (failure !== null && !this.#failing) {
      const why = failure instanceof Error ? failure.message : "unknown";
      this.#warn(`signet: the keys of ${this.#url.href} could not be had: ${why}`);
    }
    this.#failing = failure !== null;
  }
}

/**
 * Whether the clock was set back since that time, as that of a machine is which started with a wrong
 * one: what waits for a time by it could wait for days.
 */
function wasSetBack(now: number, since: number): boolean {
  return now < since - SET_BACK_MILLIS;
}

function freshnessSeconds(response: Response): number {
  for (const directive of (response.headers.get("cache-control") ?? "").split(",")) {
    const seconds = /^max-age=([0-9]{1,9})$/.exec(directive.trim().toLowerCase())?.[1];
    if (seconds !== undefined) {
      return Math.min(Math.max(Number(seconds), 1), MAX_FRESHNESS_SECONDS);
    }
  }
  return DEFAULT_FRESHNESS_SECONDS;
}
