import { JsonNumber, type JsonObject, parseJsonObject } from "./json.js";

/** What a revocation names: a token, a session, a subject below a version, a key. */
export const KINDS = ["jti", "sid", "sub", "key"] as const;
export type Kind = (typeof KINDS)[number];

/** Names tokens that no longer count. */
export interface Revocation {
  readonly kind: Kind;
  readonly value: string;
  /** Of a subject alone: tokens with a smaller or missing `authz_ver` are revoked. */
  readonly minVersion: number | bigint;
  /** From when on no token is left that it could name, in seconds; a key's never comes. */
  readonly expiresAt: number;
}

/** How far a feed has been read; positions of another epoch mean nothing. */
export interface FeedPosition {
  readonly epoch: string;
  readonly seq: number;
}

const POSITION = /^([A-Za-z0-9_-]{1,64}):([0-9]{1,18})$/;
const LIMITS = { maxDepth: 8, maxMembers: 100 };

/** Reads `epoch:seq`, the id of an event. */
export function parsePosition(id: string): FeedPosition {
  const [, epoch, seq] = POSITION.exec(id) ?? [];
  if (epoch === undefined || seq === undefined) {
    throw new Error("an entry of the feed has no position");
  }
  return { epoch, seq: Number(seq) };
}

/** What a `fresh` event says: all up to there was sent, the database was read so long ago. */
export function parseFresh(data: string): { position: FeedPosition; ageMillis: number } {
  const json = object(data);
  const epoch = json.get("epoch");
  if (typeof epoch !== "string") {
    throw new Error("the feed's epoch is not what it should be");
  }
  const position = parsePosition(`${epoch}:${String(integer(json, "seq"))}`);
  return { position, ageMillis: Math.max(0, Number(integer(json, "age_ms"))) };
}

/** The entries of a `revoked` event. */
export function parseEntries(data: string): Revocation[] {
  const entries = object(data).get("entries");
  if (!Array.isArray(entries)) {
    throw new Error("the feed's entries are not what they should be");
  }
  return entries.map((entry) => {
    if (!(entry instanceof Map)) {
      throw new Error("the feed's entries are not what they should be");
    }
    return parseEntry(entry);
  });
}

function parseEntry(entry: JsonObject): Revocation {
  for (const kind of KINDS) {
    const value = entry.get(kind);
    if (typeof value === "string") {
      return {
        kind,
        value,
        minVersion: kind === "sub" ? integer(entry, "min_ver") : 0,
        expiresAt: kind === "key" ? Infinity : Number(integer(entry, "exp")),
      };
    }
  }
  // A kind that a newer server knows: what it revokes cannot be known here, so nothing is fresh.
  throw new Error("the feed has an entry of a kind that is not known here");
}

function integer(json: JsonObject, name: string): number | bigint {
  const value = json.get(name);
  const number = value instanceof JsonNumber ? value.integer() : null;
  if (number === null) {
    throw new Error(`the feed's ${name} is not what it should be`);
  }
  return number;
}

function object(data: string): JsonObject {
  const json = parseJsonObject(Buffer.from(data), LIMITS);
  if (json === null) {
    throw new Error("an event of the feed is not what it should be");
  }
  return json;
}
