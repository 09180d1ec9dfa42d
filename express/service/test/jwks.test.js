import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { JwkSet, RemoteJwkSet, Verifier } from "signet-express";
import { AUDIENCE, eventually, Issuer, Key } from "./issuer.js";

let issuer, now, warnings, keys;
const url = () => `${issuer.url}/.well-known/jwks.json`;
const status = (code) => (response) => response.writeHead(code).end();
const body = (text) => (response) => response.end(text);

beforeEach(async () => {
  issuer = await Issuer.start();
  now = 1_700_000_000_000;
  warnings = [];
  keys = new RemoteJwkSet(url(), { now: () => now, warn: (message) => warnings.push(message) });
});

afterEach(() => issuer.close());

test("nothing is fetched before the first use, and many callers cause one fetch", async () => {
  assert.equal(issuer.asked.length, 0);
  const sets = await Promise.all(Array.from({ length: 20 }, () => keys.current()));
  assert.equal(issuer.asked.length, 1);
  assert.ok(sets.every((set) => set === sets[0] && set.kids[0] === "first"));
});

test("a set is refreshed in the background ahead of its end, with its ETag", async () => {
  const first = await keys.current();
  issuer.answers.push(status(304));
  now += 245_000;
  assert.equal(keys.current(), first);
  await eventually(() => issuer.asked.length === 2 && keys.held.fetchedAt.getTime() === now);
  assert.equal(issuer.asked[1], '"1"');
  assert.equal(await keys.current(), first);
});

test("the same keys keep the same instance, other keys bring another", async () => {
  const first = await keys.current();
  now += 300_000;
  await keys.current();
  await eventually(() => keys.held.fetchedAt.getTime() === now);
  assert.equal(await keys.current(), first);
  issuer.keys.push(new Key("second"));
  now += 300_000;
  await keys.current();
  await eventually(() => keys.held.keys !== first);
  assert.deepEqual((await keys.current()).kids, ["first", "second"]);
});

for (const [what, answer] of Object.entries({
  "an empty set": body('{"keys":[]}'),
  "no JSON": body("<html>"),
  "a duplicate member": body('{"keys":[],"keys":[]}'),
  "a set of secrets": body('{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"first"}]}'),
  "an error": status(500),
  "a redirect": (response) => response.writeHead(302, { Location: "/keys" }).end(),
  "too much": body(" ".repeat(600 * 1024)),
})) {
  test(`a good set is not replaced by ${what}, until the staleness limit`, async () => {
    const first = await keys.current();
    issuer.answers.push(answer, answer);
    now += 300_000;
    assert.equal(keys.current(), first);
    await eventually(() => warnings.length === 1);
    assert.equal(await keys.current(), first);
    now = keys.held.fetchedAt.getTime() + 24 * 3_600_000;
    assert.equal(await keys.current(), null);
  });
}

test("without any set an answer that does not come is waited for no longer than the timeout", async () => {
  const impatient = new RemoteJwkSet(url(), { timeoutMillis: 50, warn: () => {} });
  issuer.answers.push((response) => response.write('{"keys":'));
  assert.equal(await impatient.current(), null);
});

test("after a failure without any set the next fetch comes a second later", async () => {
  issuer.answers.push(status(503));
  assert.equal(await keys.current(), null);
  assert.equal(await keys.current(), null);
  assert.equal(issuer.asked.length, 1);
  now += 1000;
  assert.notEqual(await keys.current(), null);
});

test("a clock that is set back keeps nobody from fetching", async () => {
  const days = 3 * 86_400_000;
  now += days;
  issuer.answers.push(status(503));
  assert.equal(await keys.current(), null);
  now -= days;
  const first = await keys.current();
  assert.notEqual(first, null);

  now -= days;
  assert.equal(await keys.current(), first);
  await eventually(() => issuer.asked.length === 3 && keys.held.fetchedAt.getTime() === now);
});

test("an unknown kid causes one fetch a cool-down, and is not asked for again", async () => {
  await keys.current();
  now += 10_000;
  for (let i = 0; i < 50; i++) {
    await keys.after("nobody\n");
  }
  assert.equal(issuer.asked.length, 2);
  now += 10_000;
  await keys.after("nobody\n");
  assert.equal(issuer.asked.length, 2);
  await keys.after("another");
  assert.equal(issuer.asked.length, 3);
  assert.equal(warnings.filter((warning) => warning.includes("nobody?")).length, 2);
  assert.ok(warnings[0].includes("it has first"));
});

test("a new key is found by its first token", async () => {
  const verifier = new Verifier({ issuer: issuer.url, audience: AUDIENCE, keys });
  assert.ok((await verifier.verify(issuer.token())).jwt);
  now += 10_000;
  const second = new Key("second");
  issuer.keys.push(second);
  assert.equal((await verifier.verify(second.token(issuer.claims()))).jwt.kid, "second");
});

test("keys come over https, or from loopback", () => {
  for (const address of [
    "http://id.example/jwks",
    "http://localhost.evil.example/jwks",
    "file:///etc/passwd",
    "https://user@id.example/jwks",
  ]) {
    assert.throws(() => new RemoteJwkSet(address), TypeError);
  }
  for (const address of ["https://id.example/j", "http://127.0.0.2:1/j", "http://[::1]/j"]) {
    assert.ok(new RemoteJwkSet(address));
  }
});

test("the name of a set does not depend on the order of its keys", () => {
  const set = (...sorted) => JwkSet.parse(JSON.stringify({ keys: sorted.map((key) => key.jwk) }));
  const other = new Key("second");
  assert.equal(set(issuer.key, other).keysetId, set(other, issuer.key).keysetId);
  assert.notEqual(set(issuer.key).keysetId, set(issuer.key, other).keysetId);
});

test("a verified token is remembered, and time and keys are looked at each time", async () => {
  let accepting = true;
  let clock = Date.now();
  const verifier = new Verifier({
    issuer: issuer.url,
    audience: AUDIENCE,
    keys,
    cachedTokens: 2,
    check: () => accepting,
    now: () => clock,
  });
  const token = issuer.token();
  const { jwt } = await verifier.verify(token);
  assert.equal((await verifier.verify(token)).jwt, jwt);
  accepting = false;
  assert.equal((await verifier.verify(token)).reason, "custom_check");
  accepting = true;
  const flipped = token.slice(0, -4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
  assert.equal((await verifier.verify(flipped)).reason, "bad_signature");
  clock += 931_000;
  assert.equal((await verifier.verify(token)).reason, "expired");
  clock -= 931_000;
  issuer.keys = [new Key("second")];
  now += 300_000;
  await keys.current();
  await eventually(() => keys.held.keys.kids[0] === "second");
  assert.equal((await verifier.verify(token)).reason, "unknown_kid");
});

test("the cache is bounded: the one that came first goes first", async () => {
  const verifier = new Verifier({
    issuer: issuer.url,
    audience: AUDIENCE,
    keys,
    cachedTokens: 2,
  });
  const tokens = ["a", "b", "c"].map((jti) => issuer.token({ jti }));
  const first = await verifier.verify(tokens[0]);
  await verifier.verify(tokens[1]);
  const third = await verifier.verify(tokens[2]);
  assert.equal((await verifier.verify(tokens[2])).jwt, third.jwt);
  assert.notEqual((await verifier.verify(tokens[0])).jwt, first.jwt);
});
