import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Authentication, Authenticator } from "./authenticator.js";
import { type GatewayOptions, GatewayService } from "./gateway-service.js";
import { authOf, type RequestAuth, targetOf } from "./middleware.js";
import { problemDetails } from "./problem.js";
import type { RoutePolicy } from "./route-policy.js";
import { type ServiceHealth, type SignetOptions, SignetService } from "./service.js";
import { TRANSACTION_HEADER } from "./transaction-token.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the plugin; null where a token is optional and did not come, and on open routes. */
    auth: RequestAuth | null;
  }
  interface FastifyInstance {
    readonly signet: FastifySignet;
  }
  interface FastifyContextConfig {
    /** What the route asks of a token; `false` opens it. A token that holds where nothing is said. */
    signet?: RoutePolicy | false;
  }
}

/** What the plugin tells of itself. */
export interface FastifySignet {
  readonly authenticator: Authenticator;
  /** How keys and revocations stand. */
  health(): ServiceHealth;
}

interface Service extends FastifySignet {
  close(): Promise<void>;
}

/** A plugin, to be given to `register`. */
export type SignetPlugin<Options> = (instance: FastifyInstance, options: Options) => Promise<void>;

/**
 * Lets requests pass that carry a good access token, and answers the others, on every route of the
 * instance that it is registered with, and below. A route says what it asks for with
 * `config: { signet: { allScopes: ["orders:read"] } }`; one that cannot be met ends the start.
 */
export const signetPlugin: SignetPlugin<SignetOptions> = shared((instance, options) => {
  const service = new SignetService(options);
  install(instance, service, (request, policy) =>
    service.authenticator.authenticate(
      valuesOf(request.raw, "authorization"),
      policy,
      options.origin === undefined
        ? undefined
        : {
            proofs: valuesOf(request.raw, "dpop"),
            method: request.method,
            target: targetOf(options.origin, request.originalUrl),
          },
    ),
  );
});

/** The same for services behind a gateway, by its transaction tokens. */
export const gatewayPlugin: SignetPlugin<GatewayOptions> = shared((instance, options) => {
  const service = new GatewayService(options);
  install(instance, service, (request, policy) =>
    service.authenticator.authenticate(valuesOf(request.raw, TRANSACTION_HEADER), policy),
  );
});

function install(
  instance: FastifyInstance,
  service: Service,
  authenticate: (request: FastifyRequest, policy: RoutePolicy) => Promise<Authentication>,
): void {
  const { authenticator } = service;
  instance.decorate("signet", { authenticator, health: () => service.health() });
  instance.decorateRequest("auth", null);
  instance.addHook("onClose", () => service.close());
  instance.addHook("onRoute", ({ config }) => {
    if (config?.signet !== undefined && config.signet !== false) {
      authenticator.require(config.signet);
    }
  });
  instance.addHook("onRequest", async (request, reply) => {
    // Where no route is found there is no configuration, and a token is asked for.
    const policy = (request.routeOptions.config as { signet?: RoutePolicy | false }).signet;
    if (policy === false) {
      return;
    }
    const { accepted, challenge } = await authenticate(request, policy ?? {});
    if (challenge !== undefined) {
      return reply
        .code(challenge.status)
        .headers(Object.fromEntries(challenge.headers))
        .header("Cache-Control", "no-store")
        .type("application/problem+json")
        .send(Buffer.from(problemDetails(challenge)));
    }
    request.auth = accepted === undefined ? null : authOf(accepted, authenticator);
  });
}

/** Without a scope of its own: hooks and decorations count for whoever registers it. */
function shared<Options>(
  register: (instance: FastifyInstance, options: Options) => void,
): SignetPlugin<Options> {
  const plugin: SignetPlugin<Options> = (instance, options) => {
    register(instance, options);
    return Promise.resolve();
  };
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

/** Every line of a header: requests that are injected in tests know no `headersDistinct`. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
