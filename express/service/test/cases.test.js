import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  Authenticator,
  ClientCredentials,
  DpopNonces,
  fixedKeys,
  JwkSet,
  problemDetails,
  RevocationFeed,
  TransactionAuthenticator,
  TransactionVerifier,
  Verifier,
} from "signet-express";

/** Written by the build of testkit; Java runs the same file. */
const FILE = new URL("../../../testkit/target/cases.json", import.meta.url);
/** ML-DSA is not in Node 20. */
const UNKNOWN_HERE = ["ML-DSA"];
const UNAVAILABLE = { current: () => null, after: () => null };

const written = existsSync(FILE);
const required = process.env.SIGNET_REQUIRE_ALL === "1";
const cases = written ? JSON.parse(readFileSync(FILE, "utf8")).cases : [];
let folder;

before(() => (folder = mkdtempSync(join(tmpdir(), "signet-cases-"))));
after(() => rmSync(folder, { recursive: true }));

test("the build of testkit has written the cases", { skip: !written && !required }, () => {
  assert.ok(cases.length >= 250);
});

for (const one of cases) {
  test(one.name, { skip: UNKNOWN_HERE.includes(one.needs) }, async () => {
    const feed = one.revocations ? feedOf(one) : undefined;
    try {
      assert.deepEqual(await answer(one, feed), one.expect);
    } finally {
      await feed?.close();
    }
  });
}

async function answer({ authorization, policy, route, now, ...one }, feed) {
  const set = one.published ? "parsePublished" : "parse";
  const keys = one.keys === null ? UNAVAILABLE : fixedKeys(JwkSet[set](one.keys));
  if (one.transaction) {
    const trusted = { trustDomain: one.audience, keys, now: () => now };
    const verifier = new TransactionVerifier(trusted);
    const authenticator = new TransactionAuthenticator({ verifier, ...named(one) });
    return told(await authenticator.authenticate(one.transaction, route));
  }
  const verifier = new Verifier({
    issuer: one.issuer,
    audience: one.audience,
    keys,
    ...policy,
    revocation: feed,
    now: () => now,
  });
  const authenticator = new Authenticator({
    verifier,
    ...named(one),
    isFresh: () => feed?.health().state === "fresh",
    nonces: one.nonces && nonces(one.nonces, now),
    now: () => now,
  });
  return told(await authenticator.authenticate(authorization, route, one.proof));
}

function named({ realm, guide }) {
  return guide === undefined ? { realm } : { realm, guide };
}

function told({ challenge }) {
  return {
    reason: challenge?.reason ?? null,
    status: challenge?.status ?? 200,
    headers: challenge?.headers ?? [],
    body: challenge ? problemDetails(challenge) : null,
  };
}

function nonces({ key, span_ms: span }, now) {
  return new DpopNonces(Buffer.from(key, "base64url"), span, () => now);
}

/** A feed that has heard what the case says, and hears nothing more. */
function feedOf({ revocations, policy, now }) {
  const copy = join(folder, "revocations");
  const lines = revocations.entries.map((entry) => {
    const kind = ["jti", "sid", "sub", "key"].find((name) => name in entry);
    const end = kind === "key" ? "9223372036854775807" : entry.exp;
    return `${kind} ${entry.min_ver ?? 0} ${end} ${entry[kind]}\n`;
  });
  writeFileSync(copy, `signet-revocations-1 e:1 ${now - revocations.age_ms}\n${lines.join("")}`);
  const credentials = new ClientCredentials({
    tokenEndpoint: "http://127.0.0.1:1/token",
    clientId: "cases",
    clientSecret: "cases",
  });
  return new RevocationFeed({
    stream: "http://127.0.0.1:1/revocations/stream",
    credentials,
    copy,
    whenStale: policy.whenStale,
    now: () => now,
  });
}
