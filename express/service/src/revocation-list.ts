import type { Kind, Revocation } from "./revocation.js";
import type { VerifiedJwt } from "./verified-jwt.js";

interface SubjectEntry {
  readonly minVersion: number | bigint;
  readonly expiresAt: number;
}

/** The server lets entries live two minutes longer than tokens; so far ahead does no harm. */
const HARMLESS_SECONDS = 60;

/**
 * The revocations of one issuer, in memory. A union: an entry goes only once no token is left that it
 * could name, whatever comes after it. At its bound it takes nothing more, and says so; likewise
 * where a clock that was ahead has let go of entries too early.
 */
export class RevocationList {
  readonly #ends = { jti: new Map<string, number>(), sid: new Map<string, number>() };
  readonly #subjects = new Map<string, SubjectEntry>();
  readonly #keys = new Set<string>();
  #overflowed = false;
  /** Whether an entry was not taken since all of them began to be given once more. */
  #missedAnew = false;
  /** By this time all entries that are missing had ended, in seconds since 1970. */
  #letGoUntil = -Infinity;

  constructor(
    readonly maxEntries: number,
    readonly now: () => number,
  ) {}

  get size(): number {
    return this.#ends.jti.size + this.#ends.sid.size + this.#subjects.size + this.#keys.size;
  }

  /** Whether entries are missing: what is not here may have been revoked. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  /** Whether an entry names the token. */
  revokes(jwt: VerifiedJwt): boolean {
    return (
      this.#keys.has(jwt.keyThumbprint) ||
      names(this.#ends.jti, jwt.jwtId) ||
      names(this.#ends.sid, jwt.sessionId) ||
      this.#isBelowVersion(jwt)
    );
  }

  /** A token without a version is older than any. */
  #isBelowVersion(jwt: VerifiedJwt): boolean {
    const { subject } = jwt;
    const entry = subject === undefined ? undefined : this.#subjects.get(subject);
    const version = jwt.integer("authz_ver");
    return entry !== undefined && (version === undefined || version < entry.minVersion);
  }

  /** Adds entries; each counts at once, and never takes anything back. */
  addAll(entries: Iterable<Revocation>): void {
    for (const entry of entries) {
      if (this.#has(entry.kind, entry.value) || this.#hasRoom()) {
        this.#add(entry);
      }
    }
  }

  #has(kind: Kind, value: string): boolean {
    switch (kind) {
      case "key":
        return this.#keys.has(value);
      case "sub":
        return this.#subjects.has(value);
      default:
        return this.#ends[kind].has(value);
    }
  }

  #add({ kind, value, minVersion, expiresAt }: Revocation): void {
    if (kind === "key") {
      this.#keys.add(value);
    } else if (kind === "sub") {
      const known = this.#subjects.get(value);
      this.#subjects.set(value, {
        minVersion:
          known !== undefined && known.minVersion > minVersion ? known.minVersion : minVersion,
        expiresAt: Math.max(known?.expiresAt ?? 0, expiresAt),
      });
    } else {
      const ends = this.#ends[kind];
      ends.set(value, Math.max(ends.get(value) ?? 0, expiresAt));
    }
  }

  /** Where there is none, what is missing from here on is remembered as such. */
  #hasRoom(): boolean {
    const room = this.size < this.maxEntries;
    this.#overflowed ||= !room;
    this.#missedAnew ||= !room;
    return room;
  }

  /**
   * Lets go of what names no living token any more. Where the clock was set back, entries that it
   * let go of earlier count again, and are missing. Says whether there is room for what is missing,
   * which is to be given anew and is missing until then. It says so no longer once that has begun,
   * as it may take longer than until the next time.
   */
  makeRoom(): boolean {
    if (this.hasLetGoTooEarly) {
      this.#overflowed = this.#missedAnew = true;
      this.#letGoUntil = -Infinity;
    }
    const seconds = this.#seconds();
    for (const ends of [this.#ends.jti, this.#ends.sid]) {
      for (const [value, expiresAt] of ends) {
        if (expiresAt <= seconds) {
          ends.delete(value);
          this.#letGoOf(expiresAt);
        }
      }
    }
    for (const [value, { expiresAt }] of this.#subjects) {
      if (expiresAt <= seconds) {
        this.#subjects.delete(value);
        this.#letGoOf(expiresAt);
      }
    }
    return this.#missedAnew && this.size < this.maxEntries;
  }

  #seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  #letGoOf(expiresAt: number): void {
    this.#letGoUntil = Math.max(this.#letGoUntil, expiresAt);
  }

  /** Whether entries are missing that had ended by a clock which was ahead, and count by it now. */
  get hasLetGoTooEarly(): boolean {
    return this.#seconds() + HARMLESS_SECONDS < this.#letGoUntil;
  }

  /** What had ended by now may be missing in what was added. */
  mayLackWhatHasEnded(): void {
    this.#letGoOf(this.#seconds());
  }

  /** All that counts is given once more from here on. */
  beginAnew(): void {
    this.#missedAnew = false;
  }

  /** All that counts has been given since it was begun anew. */
  givenWhole(): void {
    this.#overflowed = this.#missedAnew;
  }

  /** What is held, in no order. */
  *entries(): Iterable<Revocation> {
    for (const value of this.#keys) {
      yield { kind: "key", value, minVersion: 0, expiresAt: Infinity };
    }
    for (const kind of ["jti", "sid"] as const) {
      for (const [value, expiresAt] of this.#ends[kind]) {
        yield { kind, value, minVersion: 0, expiresAt };
      }
    }
    for (const [value, entry] of this.#subjects) {
      yield { kind: "sub", value, ...entry };
    }
  }
}

function names(ends: ReadonlyMap<string, number>, value: string | undefined): boolean {
  return value !== undefined && ends.has(value);
}
