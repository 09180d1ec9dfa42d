import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import fastify from "fastify";
import { calculateJwkThumbprint } from "jose";
import { DpopNonces } from "signet-express";
import { gatewayPlugin, signetPlugin } from "signet-express/fastify";
import { AUDIENCE, Issuer, Key } from "./issuer.js";

const REALM = 'Bearer realm="orders"';
const ORIGIN = "https://orders.example";
const client = new Key("client");
let issuer, app, base;

const options = () => ({
  issuer: issuer.url,
  audience: AUDIENCE,
  realm: "orders",
  origin: ORIGIN,
  nonces: new DpopNonces(new Uint8Array(32)),
  warn: () => {},
});

before(async () => {
  issuer = await Issuer.start();
  app = fastify();
  await app.register(signetPlugin, options());
  app.get("/health", { config: { signet: false } }, () => app.signet.health());
  app.get("/orders", (request) => ({ sub: request.auth.subject }));
  const asks = (signet) => ({ config: { signet } });
  app.get("/reports", asks({ allScopes: ["reports:read"] }), () => "reports");
  app.get("/greeting", asks({ optional: true }), ({ auth }) => auth?.subject ?? "stranger");
  app.post("/orders", asks({ allRoles: ["clerk"] }), () => "ordered");
  base = await app.listen({ port: 0, host: "127.0.0.1" });
});

after(async () => {
  await app.close();
  await issuer.close();
});

const bearer = (token = issuer.token()) => ({ Authorization: `Bearer ${token}` });

async function refused(response, status, challenge) {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("www-authenticate"), challenge);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal((await response.json()).status, status);
}

test("a token that holds passes, and says who it is", async () => {
  const response = await fetch(`${base}/orders`, { headers: bearer() });
  assert.deepEqual(await response.json(), { sub: "usr_1" });
});

test("no token, a bad one, and two are refused before the handler", async () => {
  await refused(await fetch(`${base}/orders`), 401, REALM);
  const wrong = `${REALM}, error="invalid_token", reason="malformed"`;
  await refused(await fetch(`${base}/orders`, { headers: bearer("x") }), 401, wrong);
  await refused(await fetch(`${base}/orders?access_token=${issuer.token()}`), 401, REALM);
  const authorization = bearer().Authorization;
  const twice = await app.inject({
    url: "/orders",
    headers: { authorization: `${authorization}, x` },
  });
  assert.equal(twice.statusCode, 400);
  assert.equal(twice.headers["www-authenticate"], `${REALM}, error="invalid_request"`);
});

test("a route asks for what its configuration says", async () => {
  const lacking = `${REALM}, error="insufficient_scope", scope="reports:read"`;
  await refused(await fetch(`${base}/reports`, { headers: bearer() }), 403, lacking);
  const post = { method: "POST", headers: bearer() };
  assert.equal(await (await fetch(`${base}/orders`, post)).text(), "ordered");
  const strangers = { method: "POST", headers: bearer(issuer.token({ roles: [] })) };
  assert.equal((await fetch(`${base}/orders`, strangers)).status, 403);
  assert.equal(await (await fetch(`${base}/greeting`)).text(), "stranger");
  assert.equal(await (await fetch(`${base}/greeting`, { headers: bearer() })).text(), "usr_1");
  const head = await fetch(`${base}/reports`, { method: "HEAD", headers: bearer() });
  assert.equal(head.status, 403);
});

test("an open route is open, and what no route names is not", async () => {
  const health = await (await fetch(`${base}/health`)).json();
  assert.equal(health.revocations.state, "off");
  await refused(await fetch(`${base}/nothing-here`), 401, REALM);
  assert.equal((await fetch(`${base}/nothing-here`, { headers: bearer() })).status, 404);
});

test("a request that a test injects is judged the same", async () => {
  const good = await app.inject({
    url: "/orders",
    headers: { authorization: bearer().Authorization },
  });
  assert.equal(good.statusCode, 200);
  assert.equal((await app.inject({ url: "/orders" })).statusCode, 401);
});

test("a bound token takes a proof with a nonce, which the answer brings", async () => {
  const { kty, crv, x, y } = client.jwk;
  const jwk = { kty, crv, x, y };
  const token = issuer.token({ cnf: { jkt: await calculateJwkThumbprint(jwk) } });
  const ath = createHash("sha256").update(token).digest("base64url");
  const send = (jti, nonce) => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { jti, htm: "GET", htu: `${ORIGIN}/orders`, iat, ath, nonce };
    const proof = client.token(claims, { typ: "dpop+jwt", kid: undefined, jwk });
    return fetch(`${base}/orders?page=2`, {
      headers: { Authorization: `DPoP ${token}`, DPoP: proof },
    });
  };
  const first = await send("1");
  assert.equal(first.status, 401);
  assert.match(first.headers.get("www-authenticate"), /^DPoP .*error="use_dpop_nonce"/);
  assert.equal((await send("2", first.headers.get("dpop-nonce"))).status, 200);
});

test("a policy that cannot be met ends the start", async () => {
  const other = fastify();
  await other.register(signetPlugin, options());
  assert.throws(
    () => other.get("/", { config: { signet: { freshRevocations: true } } }, () => "x"),
    TypeError,
  );
  await other.close();
});

test("the plugin counts where it is registered, and comes as CommonJS too", async () => {
  const other = fastify();
  const commonJs = createRequire(import.meta.url)("signet-express/fastify");
  await other.register(async (scope) => {
    await scope.register(commonJs.signetPlugin, options());
    scope.get("/inside", () => "inside");
  });
  other.get("/outside", () => "outside");
  assert.equal((await other.inject({ url: "/inside" })).statusCode, 401);
  assert.equal((await other.inject({ url: "/outside" })).statusCode, 200);
  await other.close();
});

test("behind a gateway the transaction token counts", async () => {
  const other = fastify();
  const trusted = { gateway: issuer.url, trustDomain: "prod.example", warn: () => {} };
  await other.register(gatewayPlugin, trusted);
  other.get("/", ({ auth }) => auth.transaction);
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iat, exp: iat + 60, aud: "prod.example", txn: "t1", sub: "usr_1", scope: "" };
  const token = issuer.key.token({ ...claims, req_wl: "gateway" }, { typ: "txntoken+jwt" });
  const passed = await other.inject({ url: "/", headers: { "txn-token": token } });
  assert.equal(passed.json().txn, "t1", passed.body);
  const refused = await other.inject({ url: "/", headers: { authorization: `Bearer ${token}` } });
  assert.equal(refused.headers["www-authenticate"], 'Txn-Token realm="prod.example"');
  await other.close();
});
