import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, test } from "node:test";
import { createLocalJWKSet, jwtVerify } from "jose";
import { ClientCredentials, signet } from "signet-express";
import { AUDIENCE } from "./issuer.js";

const ISSUER = "https://id.example";
const NOW = 1_800_000_000;
const KINDS = {
  ES256: ["ec", { namedCurve: "P-256" }],
  Ed25519: ["ed25519", {}],
  PS256: ["rsa", { modulusLength: 2048 }],
};
let server, endpoint, asked;

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
    }
    asked.push({ headers: request.headers, form: new URLSearchParams(body) });
    // Of no length, so that each call asks anew.
    response.end(JSON.stringify({ access_token: "t", token_type: "Bearer", expires_in: 60 }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${server.address().port}/oauth2/token`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function pair(alg) {
  const { privateKey, publicKey } = generateKeyPairSync(...KINDS[alg]);
  const members = { alg, kid: "k1" };
  return [privateKey, publicKey].map((key) => ({ ...key.export({ format: "jwk" }), ...members }));
}

const credentials = (clientKey) =>
  new ClientCredentials({
    tokenEndpoint: endpoint,
    clientId: "orders",
    clientKey,
    issuer: ISSUER,
    scope: "signet:revocations",
    now: () => NOW * 1000 + 999,
  });

for (const alg of Object.keys(KINDS)) {
  test(`${alg}: an assertion for the issuer is signed, a new one each time`, async () => {
    const [clientKey, publicKey] = pair(alg);
    const client = credentials(clientKey);
    client.forget(await client.accessToken());
    await client.accessToken();
    const ids = new Set();
    for (const { headers, form } of asked) {
      assert.equal(headers.authorization, undefined);
      assert.equal(form.get("grant_type"), "client_credentials");
      assert.equal(form.get("scope"), "signet:revocations");
      assert.equal(
        form.get("client_assertion_type"),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      );
      const { payload, protectedHeader } = await jwtVerify(
        form.get("client_assertion"),
        createLocalJWKSet({ keys: [publicKey] }),
        { currentDate: new Date(NOW * 1000) },
      );
      assert.deepEqual(protectedHeader, { alg, typ: "JWT", kid: "k1" });
      const { jti, ...claims } = payload;
      const expected = { iss: "orders", sub: "orders", aud: ISSUER, iat: NOW, exp: NOW + 60 };
      assert.deepEqual(claims, expected);
      assert.match(jti, /^[\w-]{22}$/);
      ids.add(jti);
    }
    assert.equal(ids.size, 2);
  });
}

test("a key that cannot sign so is refused at once, and not shown", () => {
  const [good, publicKey] = pair("ES256");
  const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  const broken = {
    "a public key": publicKey,
    "no alg": { ...good, alg: undefined },
    none: { ...good, alg: "none" },
    "another family": { ...good, alg: "RS256" },
    "another curve": { ...good, alg: "ES384" },
    "a secret": { kty: "oct", k: "A".repeat(43), alg: "HS256" },
    "a broken one": { ...good, x: "AA" },
    "a weak one": { ...weak.export({ format: "jwk" }), alg: "RS256" },
  };
  for (const [what, key] of Object.entries(broken)) {
    assert.throws(
      () => credentials(key),
      (e) => e instanceof TypeError && !e.message.includes(good.d) && e.cause === undefined,
      what,
    );
  }
});

test("who gives both a secret and a key, or neither, or no issuer is told", () => {
  const [clientKey] = pair("ES256");
  const usual = { tokenEndpoint: endpoint, clientId: "orders" };
  for (const options of [{}, { clientKey }, { clientKey, clientSecret: "s", issuer: ISSUER }]) {
    assert.throws(() => new ClientCredentials({ ...usual, ...options }), /give clientSecret, or/);
  }
  const service = { issuer: endpoint, audience: AUDIENCE, warn: () => {} };
  for (const options of [{ clientKey }, { clientId: "c" }, { clientSecret: "s" }]) {
    assert.throws(() => signet({ ...service, ...options }), /give clientId, and/);
  }
});

test("the feed of a service asks with the key", async () => {
  const [clientKey, publicKey] = pair("Ed25519");
  const auth = signet({
    issuer: endpoint.replace("/oauth2/token", ""),
    audience: AUDIENCE,
    clientId: "orders",
    clientKey,
    warn: () => {},
  });
  try {
    while (!asked.some(({ form }) => form.has("client_assertion"))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { form } = asked.find((one) => one.form.has("client_assertion"));
    const verified = await jwtVerify(
      form.get("client_assertion"),
      createLocalJWKSet({ keys: [publicKey] }),
    );
    assert.equal(verified.payload.aud, endpoint.replace("/oauth2/token", ""));
  } finally {
    await auth.close();
  }
});
