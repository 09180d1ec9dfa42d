import type { ProofProblem } from "./dpop.js";
import type { RejectReason } from "./reason.js";

/** How long a client is asked to wait when keys, revocations or roles could not be had. */
export const RETRY_AFTER_SECONDS = 5;

/** An absolute address without a fragment, fit to stand in quotes. */
const GUIDE = /^https?:\/\/[!$-[\]-~]+$/;
const REALM = /^[ !#-[\]-~]+$/;

/**
 * The answer to a request that may not pass: a status and headers, ready to be sent as they stand.
 * Nothing in it comes from the request.
 */
export interface Challenge {
  readonly status: 400 | 401 | 403 | 503;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The error code of RFC 6750 §3.1; absent where the request had no credentials, and for 503. */
  readonly error?: string;
  /** Why the token was refused; absent where none was looked at, or it lacks only scope or role. */
  readonly reason?: RejectReason;
  /** What was looked for, such as `access token`. */
  readonly tokenKind: string;
}

/** Every answer to a request that may not pass (RFC 6750 §3), for one realm. */
export class Challenges {
  /**
   * @param realm names what is protected; printable ASCII without quote and backslash
   * @param guide a page that explains reasons: challenges name its sections as `error_uri`
   * @param scheme of the challenges: a client must be asked for nothing but what it can send
   */
  constructor(
    readonly realm: string,
    readonly scheme = "Bearer",
    readonly tokenKind = "access token",
    readonly guide?: string,
  ) {
    if (guide !== undefined && !GUIDE.test(guide)) {
      throw new TypeError("a guide is an http(s) address without a fragment");
    }
    if (!REALM.test(realm)) {
      throw new TypeError("a realm is printable ASCII without quote or backslash");
    }
  }

  /** 401, without an error code since there were no credentials (RFC 6750 §3.1). */
  noCredentials(): Challenge {
    return this.#challenge(401, "");
  }

  /** 400: more than one method of sending a token. */
  invalidRequest(): Challenge {
    return this.#challenge(400, "invalid_request");
  }

  /** 401, or 503 where the trouble is ours and not the token's. */
  refused(reason: RejectReason): Challenge {
    if (reason === "keys_unavailable" || reason === "revocations_unavailable") {
      // The client keeps its token and comes again.
      return this.#unavailable(reason);
    }
    return { ...this.#challenge(401, "invalid_token", `, reason="${reason}"`, reason), reason };
  }

  /** 401 as RFC 9449 §7.1 says, with a nonce where one is asked for; 503 where there is no room to remember another proof. */
  unproven(problem: ProofProblem, algorithms: string): Challenge {
    const { error, reason } = problem;
    if (problem.unavailable === true) {
      return this.#unavailable(reason);
    }
    const value = `DPoP realm="${this.realm}", error="${error}", reason="${reason}", algs="${algorithms}"${this.#errorUri(reason)}`;
    const headers: [string, string][] = [["WWW-Authenticate", value]];
    if (problem.nonce !== undefined) {
      headers.push(["DPoP-Nonce", problem.nonce]);
    }
    return { status: 401, headers, error, reason, tokenKind: this.tokenKind };
  }

  /** 403: a token with these scopes would pass. */
  insufficientScope(scopes: readonly string[]): Challenge {
    const named = scopes.length === 0 ? "" : `, scope="${scopes.join(" ")}"`;
    return this.#challenge(403, "insufficient_scope", named);
  }

  /** 403: the scope would do, but the user lacks a role, for which RFC 6750 has no code. */
  missingRole(): Challenge {
    return this.#challenge(403, "insufficient_scope", ', error_description="a role is missing"');
  }

  #unavailable(reason: RejectReason): Challenge {
    const { tokenKind } = this;
    const headers = [["Retry-After", String(RETRY_AFTER_SECONDS)]] as const;
    return { status: 503, headers, reason, tokenKind };
  }

  #challenge(status: Challenge["status"], error: string, parameters = "", word = error): Challenge {
    const code = error === "" ? "" : `, error="${error}"`;
    const value = `${this.scheme} realm="${this.realm}"${code}${parameters}${this.#errorUri(word)}`;
    return {
      status,
      headers: [["WWW-Authenticate", value]],
      ...(error === "" ? {} : { error }),
      tokenKind: this.tokenKind,
    };
  }

  /** RFC 6750 §3: the reason, or else the error, is a section of the guide. */
  #errorUri(word: string): string {
    return this.guide === undefined || word === "" ? "" : `, error_uri="${this.guide}#${word}"`;
  }
}
