/** Why a token was refused, in the order of the checks: the first that fails is the reason. */
export const REASONS = [
  "too_large",
  "malformed",
  "critical_header",
  "alg_none",
  "alg_not_allowed",
  "wrong_type",
  "keys_unavailable",
  "unknown_kid",
  "key_mismatch",
  "not_decryptable",
  "not_nested",
  "bad_signature",
  "bad_claim",
  "missing_claim",
  "wrong_issuer",
  "wrong_audience",
  "expired",
  "not_yet_valid",
  "issued_in_future",
  "too_old",
  "lifetime_too_long",
  "custom_check",
  "revoked",
  "revocations_unavailable",
  "dpop_missing",
  "dpop_invalid",
] as const;

/** One stable word, the same in Java, Node, logs, metrics and challenges. */
export type RejectReason = (typeof REASONS)[number];
