/**
 * What one place of an application asks of a token, beyond that it holds; checked in this order: age,
 * freshness of revocations, scopes, roles.
 */
export interface RoutePolicy {
  /** Lets a request without a token pass; one that has a token is judged by it. */
  readonly optional?: boolean;
  readonly allScopes?: readonly string[];
  readonly anyScope?: readonly string[];
  readonly allRoles?: readonly string[];
  readonly anyRole?: readonly string[];
  /** The longest time since `iat`; an older token is `too_old`. */
  readonly maxAgeSeconds?: number;
  /** Answers 503 while revocations are stale, where the verifier would go on accepting. */
  readonly freshRevocations?: boolean;
  /** Takes roles from their source instead of from the token. */
  readonly liveRoles?: boolean;
}

/** The policy as it was given, if it can be met. */
export function checkedPolicy(policy: RoutePolicy): RoutePolicy {
  for (const scope of [...(policy.allScopes ?? []), ...(policy.anyScope ?? [])]) {
    // RFC 6749 §3.3: a scope token has no space, quote or backslash, so a challenge can quote it.
    if (!/^[!#-[\]-~]+$/.test(scope)) {
      throw new TypeError(`not a scope (RFC 6749 §3.3): ${scope}`);
    }
  }
  if ([...(policy.allRoles ?? []), ...(policy.anyRole ?? [])].includes("")) {
    throw new TypeError("a role is not empty");
  }
  if (policy.maxAgeSeconds !== undefined && !(policy.maxAgeSeconds >= 1)) {
    throw new TypeError("a maximum age is one second at least");
  }
  return policy;
}

/** Whether what a token has is all, and one of any, of what is asked for. */
export function isMet(
  has: readonly string[],
  all: readonly string[] = [],
  any: readonly string[] = [],
): boolean {
  return (
    all.every((word) => has.includes(word)) &&
    (any.length === 0 || any.some((word) => has.includes(word)))
  );
}
