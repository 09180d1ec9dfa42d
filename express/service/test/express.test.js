import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import express5 from "express";
import express4 from "express4";
import {
  health,
  requireAnyRole,
  requireLiveRole,
  requirePolicy,
  requireRole,
  requireScope,
  signet,
} from "signet-express";
import { AUDIENCE, Issuer } from "./issuer.js";

const REALM = 'Bearer realm="orders"';

for (const [name, express] of Object.entries({ express4, express5 })) {
  describe(name, () => {
    let issuer, auth, server, base, roles;

    before(async () => {
      issuer = await Issuer.start();
      roles = () => ["auditor"];
      auth = signet({
        issuer: issuer.url,
        audience: AUDIENCE,
        realm: "orders",
        liveRoles: (jwt, token) => roles(jwt, token),
        warn: () => {},
      });
      const app = express();
      const echo = (req, res) => res.json({ sub: req.auth.subject, claims: req.auth.claims });
      app.get("/health", health(auth));
      app.use(auth);
      app.get("/", echo);
      app.get("/read", requireScope("orders:read"), echo);
      app.get("/delete", requireScope("orders:read", "orders:delete"), echo);
      app.get("/clerk", requireRole("clerk"), echo);
      app.get("/boss", requireAnyRole("boss", "owner"), echo);
      app.get("/live", requireLiveRole("auditor"), (req, res) => res.json(req.auth.roles));
      app.get("/young", requirePolicy({ maxAgeSeconds: 60 }), echo);
      app.get("/fresh", requirePolicy({ freshRevocations: true }), echo);
      // eslint-disable-next-line no-unused-vars
      app.use((error, req, res, next) => res.status(500).json({ error: error.message }));
      server = app.listen(0, "127.0.0.1");
      await once(server, "listening");
      base = `http://127.0.0.1:${server.address().port}`;
    });

    after(async () => {
      server.closeAllConnections();
      server.close();
      await auth.close();
      await issuer.close();
    });

    const get = (path, authorization) =>
      fetch(base + path, { headers: authorization ? { Authorization: authorization } : {} });

    async function refused(response, status, challenge) {
      assert.equal(response.status, status);
      assert.equal(response.headers.get("www-authenticate"), challenge);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const problem = await response.json();
      assert.equal(problem.status, status);
      return problem;
    }

    test("a good token passes and the handler knows its subject and claims", async () => {
      const response = await get("/", `Bearer ${issuer.token()}`);
      assert.equal(response.status, 200);
      const { sub, claims } = await response.json();
      assert.equal(sub, "usr_1");
      assert.equal(claims.client_id, "default");
    });

    test("the scheme's case does not matter", async () => {
      assert.equal((await get("/", `bEARER   ${issuer.token()}`)).status, 200);
    });

    test("a request without a token gets a challenge without an error", async () => {
      const problem = await refused(await get("/"), 401, REALM);
      assert.deepEqual(problem, {
        type: "unauthorized",
        title: "An access token is needed",
        status: 401,
      });
    });

    test("another scheme counts as no credentials", async () => {
      await refused(await get("/", "Basic dXNlcjpwYXNz"), 401, REALM);
    });

    test("a token in the query or the body has no effect", async () => {
      await refused(await get(`/?access_token=${issuer.token()}`), 401, REALM);
      const posted = await fetch(`${base}/`, {
        method: "POST",
        body: new URLSearchParams({ access_token: issuer.token() }),
      });
      await refused(posted, 401, REALM);
    });

    test("Bearer twice in one header is an invalid request", async () => {
      const token = issuer.token();
      const challenge = `${REALM}, error="invalid_request"`;
      await refused(await get("/", `Bearer ${token}, Bearer ${token}`), 400, challenge);
      await refused(await get("/", `Bearer Bearer ${token}`), 400, challenge);
    });

    test("two Authorization headers are an invalid request", async () => {
      const line = `Authorization: Bearer ${issuer.token()}\r\n`;
      const answer = await raw(
        server.address().port,
        `GET / HTTP/1.1\r\nHost: x\r\n${line}${line}`,
      );
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.ok(answer.includes(`WWW-Authenticate: ${REALM}, error="invalid_request"\r\n`));
    });

    test("an attacker's alg is refused before any key is tried", async () => {
      const none = `${issuer.token({}, { alg: "nOnE" }).split(".").slice(0, 2).join(".")}.`;
      const challenge = (reason) => `${REALM}, error="invalid_token", reason="${reason}"`;
      await refused(await get("/", `Bearer ${none}`), 401, challenge("alg_none"));
      const input = issuer.token({}, { alg: "HS256" }).split(".").slice(0, 2).join(".");
      const secret = issuer.key.publicKey.export({ format: "pem", type: "spki" });
      const mac = createHmac("sha256", secret).update(input).digest("base64url");
      const problem = await refused(
        await get("/", `Bearer ${input}.${mac}`),
        401,
        challenge("alg_not_allowed"),
      );
      assert.equal(problem.reason, "alg_not_allowed");
    });

    test("nothing of a request is echoed", async () => {
      const response = await get("/", `Bearer ${issuer.token({ iss: "https://evil.example" })}`);
      const text = JSON.stringify([...response.headers]) + (await response.text());
      assert.ok(!text.includes("evil"));
    });

    test("a scope that is missing is named", async () => {
      assert.equal((await get("/read", `Bearer ${issuer.token()}`)).status, 200);
      await refused(
        await get("/delete", `Bearer ${issuer.token()}`),
        403,
        `${REALM}, error="insufficient_scope", scope="orders:read orders:delete"`,
      );
    });

    test("a role that is missing is not named", async () => {
      assert.equal((await get("/clerk", `Bearer ${issuer.token()}`)).status, 200);
      await refused(
        await get("/boss", `Bearer ${issuer.token()}`),
        403,
        `${REALM}, error="insufficient_scope", error_description="a role is missing"`,
      );
    });

    test("live roles come from their source, and without it nobody passes", async () => {
      const token = issuer.token();
      assert.deepEqual(await (await get("/live", `Bearer ${token}`)).json(), ["auditor"]);
      roles = () => Promise.reject(new Error("away"));
      const busy = await get("/live", `Bearer ${token}`);
      assert.equal(busy.status, 503);
      assert.equal(busy.headers.get("retry-after"), "5");
      roles = () => null;
      await refused(
        await get("/live", `Bearer ${token}`),
        401,
        `${REALM}, error="invalid_token", reason="revoked"`,
      );
    });

    test("a route can ask for a younger token", async () => {
      const now = Math.floor(Date.now() / 1000);
      assert.equal((await get("/young", `Bearer ${issuer.token()}`)).status, 200);
      await refused(
        await get("/young", `Bearer ${issuer.token({ iat: now - 120 })}`),
        401,
        `${REALM}, error="invalid_token", reason="too_old"`,
      );
    });

    test("a route that cannot have what it asks for fails, and lets nobody pass", async () => {
      assert.equal((await get("/fresh", `Bearer ${issuer.token()}`)).status, 500);
    });

    test("health has the one shape", async () => {
      await get("/", `Bearer ${issuer.token()}`);
      const response = await get("/health");
      assert.equal(response.status, 200);
      const body = await response.json();
      assert.deepEqual(body.kids, ["first"]);
      assert.match(body.keyset_id, /^[A-Za-z0-9_-]{16}$/);
      assert.ok(Date.now() - Date.parse(body.fetched_at) < 60_000);
      assert.deepEqual(body.revocations, { state: "off", epoch: null, seq: null, age_ms: null });
    });
  });
}

test("an optional token may be absent, and a bad one is still refused", async () => {
  const issuer = await Issuer.start();
  const auth = signet(
    { issuer: issuer.url, audience: AUDIENCE, warn: () => {} },
    { optional: true },
  );
  const app = express5();
  app.use(auth);
  app.get("/", (req, res) => res.json({ known: req.auth?.subject ?? null }));
  app.get("/read", requireScope("orders:read"), (req, res) => res.json({}));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${server.address().port}`;
  assert.deepEqual(await (await fetch(base)).json(), { known: null });
  assert.equal((await fetch(`${base}/read`)).status, 401);
  assert.equal((await fetch(base, { headers: { Authorization: "Bearer x" } })).status, 401);
  server.closeAllConnections();
  server.close();
  await issuer.close();
});

test("what cannot be meant is refused at the start", () => {
  const warn = () => {};
  const issuer = "https://id.example";
  assert.throws(() => signet({ audience: AUDIENCE, warn }), TypeError);
  assert.throws(() => signet({ issuer, warn }), TypeError);
  assert.throws(() => signet({ issuer: "http://id.example", audience: AUDIENCE, warn }), TypeError);
  assert.throws(() => signet({ issuer, audience: AUDIENCE, clientId: "orders", warn }), TypeError);
  assert.throws(() => requireScope(), TypeError);
  assert.throws(() => requireScope('a"b'), TypeError);
  assert.throws(() => requireRole(), TypeError);
});

test("CommonJS has the same package", () => {
  const cjs = createRequire(import.meta.url)("signet-express");
  assert.equal(typeof cjs.signet, "function");
  assert.deepEqual(cjs.REASONS.length, 26);
});

/** What a server answers to a request as it stands. */
async function raw(port, request) {
  const socket = connect(port, "127.0.0.1");
  socket.end(`${request}Connection: close\r\n\r\n`);
  let answer = "";
  for await (const chunk of socket.setEncoding("latin1")) {
    answer += chunk;
  }
  return answer;
}
