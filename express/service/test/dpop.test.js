import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { inspect } from "node:util";
import { calculateJwkThumbprint } from "jose";
import { Authenticator, DpopNonces, fixedKeys, JwkSet, Verifier } from "signet-express";
import { normalizeTarget } from "../dist/esm/http-target.js";
import { ReplayMemory } from "../dist/esm/replay-memory.js";
import { AUDIENCE, Key } from "./issuer.js";

const NOW = 1_800_000_000;
const ALGS = 'algs="ES256 Ed25519 PS256 RS256"';
const TARGET = "https://orders.example/orders";
const issuer = new Key("issuer");
const client = new Key("client");
const { kty, crv, x, y } = client.jwk;
const jwk = { kty, crv, x, y };
const jkt = await calculateJwkThumbprint(jwk);
let authenticator, jti;

const hash = (text) => createHash("sha256").update(text).digest("base64url");

beforeEach(() => {
  jti = 0;
  const keys = fixedKeys(JwkSet.parse(JSON.stringify({ keys: [issuer.jwk] })));
  const now = () => NOW * 1000;
  const verifier = new Verifier({ issuer: "i", audience: AUDIENCE, keys, now });
  authenticator = new Authenticator({ verifier, realm: "orders", now });
});

function token(cnf) {
  const claims = { iss: "i", sub: "u", aud: AUDIENCE, exp: NOW + 900, iat: NOW, jti: "j" };
  return issuer.token({ ...claims, client_id: "c", cnf });
}

/** A proof for that token, with claims and header members changed; undefined leaves one out. */
function proof(bound, claims = {}, header = {}, key = client) {
  const usual = { jti: `p${++jti}`, htm: "GET", htu: TARGET, iat: NOW, ath: hash(bound) };
  const members = { typ: "dpop+jwt", kid: undefined, jwk, ...header };
  return key.token({ ...usual, ...claims }, members);
}

async function answer(scheme, bound, ...proofs) {
  const request = { proofs, method: "GET", target: `${TARGET}?page=2` };
  const { challenge } = await authenticator.authenticate([`${scheme} ${bound}`], {}, request);
  return challenge && `${challenge.status} ${challenge.headers[0][1]}`;
}

const refused = (error, reason) =>
  `401 DPoP realm="orders", error="${error}", reason="${reason}", ${ALGS}`;

test("a bound token passes with a proof by its key, once", async () => {
  const bound = token({ jkt });
  const first = proof(bound);
  assert.equal(await answer("DPoP", bound, first), undefined);
  assert.equal(await answer("dpop", bound, first), refused("invalid_dpop_proof", "dpop_invalid"));
  assert.equal(await answer("dpop", bound, proof(bound)), undefined);
});

test("a bound token without a proof, or as a mere bearer token, is refused", async () => {
  const bound = token({ jkt });
  const missing = refused("invalid_token", "dpop_missing");
  assert.equal(await answer("DPoP", bound), missing);
  assert.equal(await answer("Bearer", bound, proof(bound)), missing);
  const { challenge } = await authenticator.authenticate([`Bearer ${bound}`]);
  assert.equal(challenge.reason, "dpop_missing");
});

test("who does not look at proofs does not know their scheme", async () => {
  const bound = token({ jkt });
  const { challenge } = await authenticator.authenticate([`DPoP ${bound}`]);
  assert.deepEqual(challenge.headers, [["WWW-Authenticate", 'Bearer realm="orders"']]);
});

test("a token that is not bound, or to something else, is refused as DPoP", async () => {
  const wrong = refused("invalid_token", "dpop_invalid");
  for (const cnf of [undefined, null, {}, "x", { jkt: 1 }, { jkt, x5t: "y" }, { jkt: "other" }]) {
    const some = token(cnf);
    assert.equal(await answer("DPoP", some, proof(some)), wrong, JSON.stringify(cnf));
  }
  assert.equal(await answer("Bearer", token({ "x5t#S256": "y" })), wrong);
  assert.equal(await answer("Bearer", token(undefined)), undefined);
});

test("a proof that is not for this request is refused", async () => {
  const bound = token({ jkt });
  const other = new Key("other");
  const wrong = refused("invalid_dpop_proof", "dpop_invalid");
  const proofs = {
    "another method": proof(bound, { htm: "POST" }),
    "the method in another case": proof(bound, { htm: "get" }),
    "another path": proof(bound, { htu: "https://orders.example/" }),
    "another host": proof(bound, { htu: "https://evil.example/orders" }),
    "another scheme": proof(bound, { htu: "http://orders.example/orders" }),
    "too old": proof(bound, { iat: NOW - 61 }),
    "too far ahead": proof(bound, { iat: NOW + 11 }),
    "no date": proof(bound, { iat: "now" }),
    "another token": proof(bound, { ath: hash("another") }),
    "no hash of the token": proof(bound, { ath: undefined }),
    "no jti": proof(bound, { jti: undefined }),
    "a long jti": proof(bound, { jti: "j".repeat(257) }),
    "no type": proof(bound, {}, { typ: undefined }),
    "another type": proof(bound, {}, { typ: "at+jwt" }),
    "no key": proof(bound, {}, { jwk: undefined }),
    "a private key": proof(bound, {}, { jwk: { ...jwk, d: "AQ" } }),
    "a secret": proof(bound, {}, { alg: "HS256", jwk: { kty: "oct", k: "AAAA" } }),
    "no algorithm": proof(bound, {}, { alg: "none" }),
    "an extension": proof(bound, {}, { crit: ["x"], x: 1 }),
    "another signer": proof(bound, {}, {}, other),
    "no JWT": "x",
  };
  for (const [what, some] of Object.entries(proofs)) {
    assert.equal(await answer("DPoP", bound, some), wrong, what);
  }
  assert.equal(await answer("DPoP", bound, proof(bound), proof(bound)), wrong);
  const others = { kty, crv, x: other.jwk.x, y: other.jwk.y };
  assert.equal(
    await answer("DPoP", bound, proof(bound, {}, { jwk: others }, other)),
    refused("invalid_token", "dpop_invalid"),
  );
});

test("a proof at the edges of its time passes", async () => {
  const bound = token({ jkt });
  assert.equal(await answer("DPoP", bound, proof(bound, { iat: NOW - 60 })), undefined);
  assert.equal(await answer("DPoP", bound, proof(bound, { iat: NOW + 10 })), undefined);
});

test("addresses are compared in one form", () => {
  const same = [
    "https://orders.example/a/b",
    "HTTPS://ORDERS.example:443/a/b?x=1#y",
    "https://orders.example/a/./c/../b",
    "https://orders.example//a/%62",
  ];
  for (const address of same) {
    assert.equal(normalizeTarget(address), same[0], address);
  }
  assert.equal(normalizeTarget("http://[::1]:80"), "http://[::1]/");
  assert.equal(normalizeTarget("https://h/%2f%2E%2e/x/"), "https://h/%2F../x/");
  for (const address of ["/a", "ftp://h/", "https:///a", "https://u@h/", "https://h/ a", "h", ""]) {
    assert.equal(normalizeTarget(address), null, address);
  }
});

test("a memory that is shared decides, and one that fails asks for patience", async () => {
  const seen = [];
  let sight = () => "first";
  const keys = fixedKeys(JwkSet.parse(JSON.stringify({ keys: [issuer.jwk] })));
  const now = () => NOW * 1000;
  const verifier = new Verifier({ issuer: "i", audience: AUDIENCE, keys, now });
  const proofMemory = {
    see: async (...asked) => {
      seen.push(asked);
      return sight();
    },
  };
  authenticator = new Authenticator({ verifier, realm: "orders", now, proofMemory });
  const bound = token({ jkt });
  assert.equal(await answer("DPoP", bound, proof(bound)), undefined);
  assert.match(seen[0][0], /^[\w+/]{22}==$/);
  assert.equal(seen[0][1], 70_000);
  sight = () => "again";
  const used = refused("invalid_dpop_proof", "dpop_invalid");
  assert.equal(await answer("DPoP", bound, proof(bound)), used);
  sight = () => {
    throw new Error("away");
  };
  assert.equal(await answer("DPoP", bound, proof(bound)), "503 5");
});

test("nonces count in their span and the next, and never show their key", () => {
  let at = 59_999;
  const key = new Uint8Array(32).fill(7);
  const nonces = new DpopNonces(key, 60_000, () => at);
  const first = nonces.current();
  assert.match(first, /^[\w-]{22}$/);
  at = 60_000;
  assert.notEqual(nonces.current(), first);
  assert.ok(nonces.isGood(first));
  at = 120_000;
  assert.ok(!nonces.isGood(first));
  assert.ok(!nonces.isGood("") && !nonces.isGood("é".repeat(22)));
  assert.ok(!DpopNonces.ofThisProcess().isGood(nonces.current()));
  assert.ok(!inspect(nonces).includes("7,"));
  assert.throws(() => new DpopNonces(new Uint8Array(31)), TypeError);
  assert.throws(() => new DpopNonces(key, 0), TypeError);
});

test("the memory of proofs is bounded, and forgets only what has had its time", () => {
  let now = 0;
  const memory = new ReplayMemory(2, 100, () => now);
  assert.equal(memory.see("a"), "first");
  assert.equal(memory.see("a"), "again");
  now = 100;
  assert.equal(memory.see("b"), "first");
  assert.equal(memory.see("a"), "again");
  assert.equal(memory.see("c"), "no-room");
  now = 200;
  assert.equal(memory.see("a"), "first");
  assert.equal(memory.see("b"), "again");
});
