/**
 * Keeps a Signet session in a page. The access token lives in memory alone, the refresh token in a
 * cookie that no script can read. All tabs of an origin share one refresh for each issuer and client:
 * whoever holds the lock asks, and tells the others.
 *
 * @module
 */

/** Refreshed so long before it ends, so that no request meets an expired token on its way. */
const AHEAD_MILLIS = 30_000;
const LOCK = "signet-refresh";
const CHANNEL = "signet-session";
/** The server's own browser client, where none is named. */
const DEFAULT_CLIENT = "default";

/** The server refused; `type` is the word of its problem details. */
export class SignetError extends Error {
  constructor(type, status) {
    super(`the server refused: ${type}`);
    this.name = "SignetError";
    this.type = type;
    this.status = status;
  }
}

export class SignetSession {
  #issuer;
  #clientId;
  #fetch;
  #locks;
  #lock;
  #channel;
  #now;
  #token = null;
  #expiresAt = 0;

  /** @param {import("./session.d.ts").SessionOptions} options */
  constructor({
    issuer = globalThis.location?.origin,
    clientId,
    fetch = globalThis.fetch.bind(globalThis),
    locks = globalThis.navigator?.locks,
    channel,
    now = Date.now,
  } = {}) {
    this.#issuer = issuer.replace(/\/$/, "");
    this.#clientId = clientId;
    this.#fetch = fetch;
    this.#locks = locks;
    // An address has no space, so no two sessions that are not one have the same names.
    const whose = `${this.#issuer} ${clientId ?? DEFAULT_CLIENT}`;
    this.#lock = `${LOCK} ${whose}`;
    this.#channel = channel ?? new BroadcastChannel(`${CHANNEL} ${whose}`);
    this.#now = now;
    /** Called when the session has ended, in this tab or another one. */
    this.onEnd = () => {};
    this.#channel.onmessage = (event) => this.#heard(event.data);
  }

  /** Begins a session. @throws {SignetError} such as type `invalid-credentials` */
  async login(username, password, { scope, resource } = {}) {
    await this.#alone(async () => {
      this.#take(await this.#post("login", { username, password, scope, resource }));
    });
  }

  /** An access token that is valid for a while; null where there is no session. */
  async accessToken() {
    if (this.#isFresh()) {
      return this.#token;
    }
    await this.#refresh(this.#token);
    return this.#token;
  }

  /**
   * As `fetch`, with the access token; once more with a new one where it is refused as expired.
   * Without a session the request goes out without a token, and the answer says so.
   */
  async fetch(input, init = {}) {
    const token = await this.accessToken();
    const response = await this.#fetch(input, withToken(init, token));
    if (response.status !== 401 || token === null || !isExpired(response)) {
      return response;
    }
    await this.#refresh(token);
    return this.#token === null ? response : this.#fetch(input, withToken(init, this.#token));
  }

  /** Ends `this` session, all `others` of the user, or `all`. */
  async logout(scope = "this") {
    await this.#alone(async () => {
      await this.#post("logout", { scope });
      if (scope !== "others") {
        this.#end();
        this.#channel.postMessage({ ended: true });
      }
    });
  }

  /** Lets go of what ties this object to other tabs. */
  close() {
    this.#channel.close();
  }

  #isFresh() {
    return this.#token !== null && this.#now() < this.#expiresAt - AHEAD_MILLIS;
  }

  /** Unless another tab has a newer token than the one that is of no use any more. */
  #refresh(useless) {
    return this.#alone(async () => {
      if (this.#token !== useless && this.#isFresh()) {
        return;
      }
      try {
        this.#take(await this.#askForNext());
      } catch (error) {
        if (!(error instanceof SignetError) || error.status >= 429) {
          throw error;
        }
        this.#end();
      }
    });
  }

  async #askForNext() {
    try {
      return await this.#post("refresh", {});
    } catch (error) {
      if (error.type !== "superseded") {
        throw error;
      }
      // The cookie has a newer token by now: the request crossed another one's answer.
      return this.#post("refresh", {});
    }
  }

  /** One at a time over all tabs; without Web Locks, as the server permits, each by itself. */
  #alone(work) {
    return this.#locks ? this.#locks.request(this.#lock, work) : work();
  }

  async #post(action, members) {
    const response = await this.#fetch(`${this.#issuer}/session/${action}`, {
      method: "POST",
      credentials: "include",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ client_id: this.#clientId, ...members }),
    });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new SignetError(problem.type ?? "unknown", response.status);
    }
    return response.status === 204 ? null : response.json();
  }

  #take(answer) {
    this.#token = answer.access_token;
    this.#expiresAt = this.#now() + answer.expires_in * 1000;
    this.#channel.postMessage({ token: this.#token, expiresAt: this.#expiresAt });
  }

  #heard(message) {
    if (message?.ended) {
      this.#end();
    } else if (typeof message?.token === "string" && message.expiresAt > this.#expiresAt) {
      this.#token = message.token;
      this.#expiresAt = message.expiresAt;
    }
  }

  #end() {
    const had = this.#token !== null;
    this.#token = null;
    this.#expiresAt = 0;
    if (had) {
      this.onEnd();
    }
  }
}

function withToken(init, token) {
  const headers = new Headers(init.headers);
  if (token !== null) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  return { ...init, headers };
}

/** RFC 6750 §3, with the reason that Signet's verifiers add. */
function isExpired(response) {
  return /\breason="expired"/.test(response.headers.get("WWW-Authenticate") ?? "");
}
