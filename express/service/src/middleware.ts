import type { IncomingMessage, ServerResponse } from "node:http";
import type { Accepted, Authentication, Authenticator } from "./authenticator.js";
import type { ProofRequest } from "./dpop.js";
import { sendChallenge } from "./problem.js";
import { checkedPolicy, type RoutePolicy } from "./route-policy.js";
import { type GatewayOptions, GatewayService } from "./gateway-service.js";
import { type ServiceHealth, type SignetOptions, SignetService } from "./service.js";
import {
  TRANSACTION_HEADER,
  TransactionAuthenticator,
  type TransactionToken,
  transactionOf,
} from "./transaction-token.js";
import type { VerifiedJwt } from "./verified-jwt.js";

/** Shared by the two builds of this package, should an application load both. */
const STATE = Symbol.for("signet.request");

/** Who sent a request: what its token says, after it was verified. */
export interface RequestAuth {
  readonly subject: string | undefined;
  readonly clientId: string | undefined;
  readonly sessionId: string | undefined;
  readonly scopes: readonly string[];
  /** Those of the token, or the live ones behind a route that asks for them. */
  readonly roles: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
  readonly jwt: VerifiedJwt;
  /** What the gateway states; behind `behindGateway()` alone. */
  readonly transaction?: TransactionToken;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Set by `signet()` and `behindGateway()`; absent on a route whose token is optional and did not come. */
      auth?: RequestAuth;
    }
  }
}

interface State {
  readonly authenticator: Authenticator;
  readonly accepted: Accepted | undefined;
}

type Request = IncomingMessage & { auth?: RequestAuth; originalUrl?: string; [STATE]?: State };

/** A handler as Express 4 and 5, and Connect, call it. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** What stands behind a middleware. */
interface Service {
  readonly authenticator: Authenticator;
  health(): ServiceHealth;
  close(): Promise<void>;
}

/** The middleware of a service. */
export interface Signet extends Middleware {
  readonly authenticator: Authenticator;
  /** How keys and revocations stand. */
  health(): ServiceHealth;
  /** Ends the feed; for the end of the application. */
  close(): Promise<void>;
}

/**
 * Lets requests pass that carry a good access token, and answers the others. What comes after it in
 * the application finds `req.auth`.
 */
export function signet(options: SignetOptions, policy: RoutePolicy = {}): Signet {
  const service = new SignetService(options);
  return middlewareOf(service, policy, (request) => {
    const values = request.headersDistinct["authorization"] ?? [];
    return service.authenticator.authenticate(values, policy, proofOf(request, options.origin));
  });
}

/**
 * Lets requests pass that came through the gateway, with a good transaction token, and answers the
 * others. What comes after it finds `req.auth`, and `req.auth.transaction` in it.
 */
export function behindGateway(options: GatewayOptions, policy: RoutePolicy = {}): Signet {
  const service = new GatewayService(options);
  return middlewareOf(service, policy, (request) =>
    service.authenticator.authenticate(request.headersDistinct[TRANSACTION_HEADER] ?? [], policy),
  );
}

function middlewareOf(
  service: Service,
  policy: RoutePolicy,
  authenticate: (request: Request) => Promise<Authentication>,
): Signet {
  const { authenticator } = service;
  authenticator.require(policy);
  const middleware: Middleware = (request, response, next) => {
    const state = (request as Request)[STATE];
    // One middleware may stand in the way twice; another one has its own keys and asks anew.
    const seen = state?.authenticator === authenticator ? state.accepted : undefined;
    const outcome = seen === undefined ? authenticate(request) : authenticator.judge(seen, policy);
    settle(outcome, authenticator, request, response, next);
  };
  return Object.assign(middleware, {
    authenticator,
    health: () => service.health(),
    close: () => service.close(),
  });
}

/** Asks for more than a token: everything of the policy. */
export function requirePolicy(policy: RoutePolicy): Middleware {
  checkedPolicy(policy);
  return (request, response, next) => {
    const state = (request as Request)[STATE];
    if (state === undefined) {
      next(new Error("put signet(…) before what asks for scopes or roles"));
      return;
    }
    const { authenticator, accepted } = state;
    if (accepted === undefined) {
      sendChallenge(response, authenticator.challenges.noCredentials());
      return;
    }
    const judged = (async () => authenticator.judge(accepted, authenticator.require(policy)))();
    settle(judged, authenticator, request, response, next);
  };
}

/** Asks for all of these scopes. */
export function requireScope(...scopes: string[]): Middleware {
  return requirePolicy({ allScopes: some(scopes) });
}

/** Asks for one of these scopes at least. */
export function requireAnyScope(...scopes: string[]): Middleware {
  return requirePolicy({ anyScope: some(scopes) });
}

/** Asks for all of these roles, as the token has them. */
export function requireRole(...roles: string[]): Middleware {
  return requirePolicy({ allRoles: some(roles) });
}

/** Asks for one of these roles at least, as the token has them. */
export function requireAnyRole(...roles: string[]): Middleware {
  return requirePolicy({ anyRole: some(roles) });
}

/** Asks for all of these roles, as `liveRoles` has them now. */
export function requireLiveRole(...roles: string[]): Middleware {
  return requirePolicy({ allRoles: some(roles), liveRoles: true });
}

/** Tells how keys and revocations stand: 503 while tokens are answered so. */
export function health(middleware: Signet): Middleware {
  return (_request, response) => {
    const now = middleware.health();
    response.statusCode =
      now.keyset_id === null || now.revocations.state === "starting" ? 503 : 200;
    response.setHeader("Content-Type", "application/json");
    response.setHeader("Cache-Control", "no-store");
    response.end(JSON.stringify(now));
  };
}

/** Nobody asks for nothing: an empty list would let everybody pass. */
function some(words: readonly string[]): readonly string[] {
  if (words.length === 0) {
    throw new TypeError("say which");
  }
  return words;
}

/** What a proof of possession is compared with, where the service knows its own address. */
function proofOf(request: Request, origin: string | undefined): ProofRequest | undefined {
  if (origin === undefined) {
    return undefined;
  }
  // A router below a path has cut that off from `url`.
  const path = request.originalUrl ?? request.url ?? "";
  return {
    proofs: request.headersDistinct["dpop"] ?? [],
    method: request.method ?? "",
    target: targetOf(origin, path),
  };
}

/** The address that a proof names, seen from outside. */
export function targetOf(origin: string, path: string): string {
  return origin.replace(/\/$/, "") + path;
}

function settle(
  authentication: Promise<Authentication>,
  authenticator: Authenticator,
  request: Request,
  response: ServerResponse,
  next: (error?: unknown) => void,
): void {
  authentication.then(({ accepted, challenge }) => {
    if (challenge !== undefined) {
      sendChallenge(response, challenge);
      return;
    }
    request[STATE] = { authenticator, accepted };
    if (accepted !== undefined) {
      request.auth = authOf(accepted, authenticator);
    } else {
      delete request.auth;
    }
    next();
  }, next);
}

/** What an application sees of a token that was accepted. */
export function authOf({ jwt, roles }: Accepted, authenticator: Authenticator): RequestAuth {
  const { subject, clientId, sessionId, scopes, claims } = jwt;
  const auth = { subject, clientId, sessionId, scopes, roles, claims, jwt };
  return authenticator instanceof TransactionAuthenticator
    ? { ...auth, transaction: transactionOf(jwt) }
    : auth;
}
