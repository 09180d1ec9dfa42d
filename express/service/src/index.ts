/**
 * Verifies Signet's access tokens in Node, and refuses at once what was revoked; verifies what a
 * gateway states about requests. Enter at `signet` or `behindGateway` for Express, at `Authenticator` and `Verifier` for anything else.
 */
export {
  type Accepted,
  type Authentication,
  Authenticator,
  type AuthenticatorOptions,
  type LiveRoles,
} from "./authenticator.js";
export { type Challenge, Challenges } from "./challenge.js";
export type { ClientIdentity, PrivateJwk } from "./client-proof.js";
export { ClientCredentials, type ClientCredentialsOptions } from "./client-credentials.js";
export type { ProofRequest } from "./dpop.js";
export { DpopNonces } from "./dpop-nonces.js";
export type { GatewayOptions } from "./gateway-service.js";
export { introspectedRoles, type IntrospectedRolesOptions } from "./introspected-roles.js";
export { JwkSet } from "./jwk-set.js";
export { fixedKeys, type KeySource } from "./key-source.js";
export {
  behindGateway,
  health,
  type Middleware,
  type RequestAuth,
  requireAnyRole,
  requireAnyScope,
  requireLiveRole,
  requirePolicy,
  requireRole,
  requireScope,
  type Signet,
  signet,
} from "./middleware.js";
export { problemDetails } from "./problem.js";
export { REASONS, type RejectReason } from "./reason.js";
export type { ProofMemory, Sight } from "./replay-memory.js";
export { RemoteJwkSet, type RemoteJwkSetOptions } from "./remote-jwk-set.js";
export {
  RevocationFeed,
  type RevocationFeedOptions,
  type RevocationHealth,
  type StalePolicy,
} from "./revocation-feed.js";
export type { RoutePolicy } from "./route-policy.js";
export { type ServiceHealth, type SignetOptions, SignetService } from "./service.js";
export {
  TransactionAuthenticator,
  type TransactionToken,
  TransactionVerifier,
  type TransactionVerifierOptions,
} from "./transaction-token.js";
export { VerifiedJwt } from "./verified-jwt.js";
export {
  type RevocationCheck,
  type Verification,
  Verifier,
  type VerifierOptions,
} from "./verifier.js";
