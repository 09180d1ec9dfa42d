import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import express from "express";
import express4 from "express4";
import { behindGateway, health, requireRole, requireScope, signet } from "signet-express";
import { AUDIENCE, Issuer } from "./issuer.js";

const REALM = 'Txn-Token realm="orders"';

for (const [name, framework] of Object.entries({ express4, express })) {
  describe(`behind a gateway, ${name}`, () => {
    let gateway, auth, server, base;

    before(async () => {
      gateway = await Issuer.start();
      auth = behindGateway({
        gateway: `${gateway.url}/`,
        trustDomain: "prod.example",
        realm: "orders",
        warn: () => {},
      });
      const app = framework();
      app.get("/health", health(auth));
      app.use(auth);
      app.get("/", (req, res) => {
        const { txn, tctx, rctx, requestingWorkload } = req.auth.transaction;
        res.json({ sub: req.auth.subject, txn, tctx, rctx, requestingWorkload });
      });
      app.get("/write", requireScope("orders:write"), (req, res) => res.json({}));
      app.get("/clerk", requireRole("clerk"), (req, res) => res.json({}));
      app.get("/boss", requireRole("boss"), (req, res) => res.json({}));
      server = app.listen(0, "127.0.0.1");
      await once(server, "listening");
      base = `http://127.0.0.1:${server.address().port}`;
    });

    after(async () => {
      server.closeAllConnections();
      server.close();
      await auth.close();
      await gateway.close();
    });

    function token(changed = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iat: now,
        exp: now + 60,
        aud: "prod.example",
        txn: "txn-1",
        sub: "usr_1",
        scope: "orders:read",
        req_wl: "gateway.prod.example",
        tctx: { roles: ["clerk"] },
        rctx: { req_ip: "192.0.2.1" },
        ...changed,
      };
      return gateway.key.token(claims, { typ: "txntoken+jwt", ...header });
    }

    const get = (path, headers = {}) => fetch(base + path, { headers });

    async function refused(response, status, challenge, title) {
      assert.equal(response.status, status);
      assert.equal(response.headers.get("www-authenticate"), challenge);
      assert.equal((await response.json()).title, title);
    }

    test("the handler knows what the gateway states", async () => {
      const response = await get("/", { "Txn-Token": token() });
      assert.deepEqual(await response.json(), {
        sub: "usr_1",
        txn: "txn-1",
        tctx: { roles: ["clerk"] },
        rctx: { req_ip: "192.0.2.1" },
        requestingWorkload: "gateway.prod.example",
      });
    });

    test("an access token is not looked at, and is none", async () => {
      const title = "A transaction token is needed";
      const access = gateway.token({ aud: "prod.example" });
      await refused(await get("/", { Authorization: `Bearer ${access}` }), 401, REALM, title);
      await refused(
        await get("/", { "Txn-Token": access }),
        401,
        `${REALM}, error="invalid_token", reason="wrong_type"`,
        "The transaction token is not valid",
      );
    });

    test("two of them are an invalid request", async () => {
      const headers = new Headers([
        ["Txn-Token", token()],
        ["txn-token", token()],
      ]);
      const challenge = `${REALM}, error="invalid_request"`;
      await refused(await fetch(base, { headers }), 400, challenge, "The request is not valid");
    });

    test("a route can ask for scopes, and for roles within tctx", async () => {
      const headers = { "Txn-Token": token() };
      assert.equal((await get("/clerk", headers)).status, 200);
      assert.equal((await get("/boss", headers)).status, 403);
      await refused(
        await get("/write", headers),
        403,
        `${REALM}, error="insufficient_scope", scope="orders:write"`,
        "The transaction token does not reach that far",
      );
    });

    test("health tells of the gateway's keys", async () => {
      assert.equal((await get("/", { "Txn-Token": token() })).status, 200);
      const { kids, revocations } = await (await get("/health")).json();
      assert.deepEqual(kids, ["first"]);
      assert.equal(revocations.state, "off");
    });
  });
}

test("a transaction token is no access token", async () => {
  const issuer = await Issuer.start();
  const auth = signet({ issuer: issuer.url, audience: AUDIENCE, warn: () => {} });
  const sent = issuer.token({ txn: "txn-1", req_wl: "gateway" }, { typ: "txntoken+jwt" });
  const { challenge } = await auth.authenticator.authenticate([`Bearer ${sent}`]);
  assert.equal(challenge.reason, "wrong_type");
  await auth.close();
  await issuer.close();
});

test("what is missing or cannot be met is refused at the start", () => {
  const gateway = "http://127.0.0.1:1";
  assert.throws(() => behindGateway({ gateway, trustDomain: "" }), TypeError);
  const behind = (policy) => () =>
    behindGateway({ gateway, trustDomain: "prod.example", warn: () => {} }, policy);
  assert.throws(behind({ maxAgeSeconds: 5 }), /at the gateway/);
  assert.throws(behind({ freshRevocations: true }), /at the gateway/);
  assert.throws(behind({ liveRoles: true }), /at the gateway/);
});
