import type { LiveRoles } from "./authenticator.js";
import { type ClientIdentity, type ClientProof, proofOf } from "./client-proof.js";
import { sha256 } from "./digest.js";
import { postForm } from "./form-request.js";
import type { JsonObject } from "./json.js";
import { safeAddress } from "./safe-address.js";
import { rolesIn } from "./verified-jwt.js";

const LONGEST_KEEP_SECONDS = 60;

/** Who asks, where, and how long an answer counts. */
export interface IntrospectedRolesOptions extends ClientIdentity {
  /** The introspection endpoint; https, or http on loopback. */
  readonly endpoint: string | URL;
  /** How long an answer counts: 5 s where nothing is said, 60 s at most; 0 keeps none. */
  readonly keepSeconds?: number;
  /** How many answers are kept: 10,000 where nothing is said. The oldest goes first. */
  readonly maxEntries?: number;
  /** How long one request may take: 2,000 where nothing is said. */
  readonly timeoutMillis?: number;
  /** Monotonic time in milliseconds. */
  readonly monotonic?: () => number;
}

/**
 * Roles by introspection (RFC 7662): the authorization server is asked about the token, and its answer
 * is kept for a few seconds. Who asks for the same token at the same time shares one request. A failure
 * is never kept and never an answer: the request that needs the roles is then answered 503.
 *
 * @throws TypeError where it is not said who asks, or a setting is out of its bounds
 */
export function introspectedRoles(options: IntrospectedRolesOptions): LiveRoles {
  const introspection = new Introspection(options);
  return async (jwt, token) => {
    const answer = await introspection.ask(token);
    // The answer is about the token's own subject, or about none that is known here.
    return answer.subject !== undefined && answer.subject === jwt.subject ? answer.roles : null;
  };
}

/** What the server says of a token; nothing where it is not active. */
interface Answer {
  readonly subject?: string;
  readonly roles: readonly string[];
}

interface Entry {
  readonly answer: Promise<Answer>;
  readonly askedAt: number;
}

class Introspection {
  readonly #url: URL;
  readonly #proof: ClientProof;
  readonly #keepMillis: number;
  readonly #maxEntries: number;
  readonly #timeoutMillis: number;
  readonly #monotonic: () => number;
  /** By a digest, so that no token lies in memory for longer than its request; the oldest first. */
  readonly #entries = new Map<string, Entry>();

  constructor(options: IntrospectedRolesOptions) {
    const { keepSeconds = 5, maxEntries = 10_000, timeoutMillis = 2000 } = options;
    if (!(keepSeconds >= 0 && keepSeconds <= LONGEST_KEEP_SECONDS)) {
      throw new TypeError("an answer is kept for 0 to 60 s");
    }
    if (!(maxEntries >= 1) || !(timeoutMillis > 0)) {
      throw new TypeError("at least one entry, and a timeout that is longer than nothing");
    }
    this.#url = safeAddress(options.endpoint, "an introspection endpoint");
    this.#proof = proofOf(options);
    this.#keepMillis = keepSeconds * 1000;
    this.#maxEntries = maxEntries;
    this.#timeoutMillis = timeoutMillis;
    this.#monotonic = options.monotonic ?? (() => performance.now());
  }

  /** The answer that is kept or under way, or a new one. */
  ask(token: string): Promise<Answer> {
    const id = sha256(token).toString("base64url");
    // An answer counts from before it was asked for, so from no later than it was true.
    const now = this.#monotonic();
    this.#forgetOldest(now, this.#maxEntries);
    const known = this.#entries.get(id);
    if (known !== undefined) {
      return known.answer;
    }
    this.#forgetOldest(now, this.#maxEntries - 1);
    const entry = { answer: this.#request(token), askedAt: now };
    this.#entries.set(id, entry);
    entry.answer.catch(() => {
      if (this.#entries.get(id) === entry) {
        this.#entries.delete(id);
      }
    });
    return entry.answer;
  }

  /** Drops what is too old, and the oldest of what is more than so many. */
  #forgetOldest(now: number, most: number): void {
    for (const [id, { askedAt }] of this.#entries) {
      if (now - askedAt < this.#keepMillis && this.#entries.size <= most) {
        return;
      }
      this.#entries.delete(id);
    }
  }

  async #request(token: string): Promise<Answer> {
    const { status, json } = await postForm(
      this.#url,
      { token, token_type_hint: "access_token" },
      this.#proof,
      this.#timeoutMillis,
    );
    if (status !== 200) {
      throw new Error(`the introspection endpoint answered ${status}`);
    }
    return read(json);
  }
}

/** @throws Error unless the answer says whether the token is active (RFC 7662 §2.2) */
function read(json: JsonObject | null): Answer {
  const active = json?.get("active");
  if (json === null || typeof active !== "boolean") {
    throw new Error("the introspection endpoint's answer does not say whether the token is active");
  }
  const subject = json.get("sub");
  return active && typeof subject === "string" ? { subject, roles: rolesIn(json) } : { roles: [] };
}
