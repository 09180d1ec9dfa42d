import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { ClientCredentials, JwkSet, RevocationFeed, Verifier } from "signet-express";
import { FeedReport } from "../dist/esm/feed-report.js";
import { RevocationList } from "../dist/esm/revocation-list.js";
import { AUDIENCE, eventually, Key } from "./issuer.js";

/** A server whose streams a test writes. */
class FeedServer {
  /** `Last-Event-ID` of each stream that was opened. */
  opened = [];
  streams = [];
  reports = [];
  tokens = 0;
  tokenStatus = 200;
  streamStatus = 200;
  seenStatus = 204;
  server = createServer((request, response) => this.answer(request, response));

  async answer(request, response) {
    if (request.url === "/oauth2/token") {
      this.tokens++;
      this.authorization = request.headers.authorization;
      const answer = { access_token: `token-${this.tokens}`, token_type: "Bearer", expires_in: 60 };
      response.writeHead(this.tokenStatus).end(JSON.stringify(answer));
    } else if (request.url === "/revocations/seen") {
      let body = "";
      for await (const chunk of request) {
        body += chunk;
      }
      this.reports.push({ token: request.headers.authorization, ...JSON.parse(body) });
      response.writeHead(this.seenStatus).end();
    } else {
      this.opened.push(request.headers["last-event-id"] ?? null);
      response.writeHead(this.streamStatus, { "Content-Type": "text/event-stream" });
      if (this.streamStatus === 200) {
        response.flushHeaders();
        this.streams.push(response);
      } else {
        response.end();
      }
    }
  }

  /** Writes to the newest stream, once there are so many. */
  async write(text, streams = 1) {
    await eventually(() => this.streams.length >= streams);
    this.streams.at(-1).write(text);
  }
}

const revoked = (id, ...entries) =>
  `id: ${id}\nevent: revoked\ndata: ${JSON.stringify({ entries })}\n\n`;
const fresh = (epoch, seq, age = 0) =>
  `event: fresh\ndata: ${JSON.stringify({ epoch, seq, age_ms: age })}\n\n`;

const key = new Key("first");
const EXP = 4_000_000_000;
let server, feed, time, folder;

beforeEach(async () => {
  server = new FeedServer();
  server.server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  time = 0;
  folder = mkdtempSync(join(tmpdir(), "signet-feed-"));
});

afterEach(async () => {
  await feed.close();
  server.server.closeAllConnections();
  server.server.close();
});

function start(options = {}) {
  const base = `http://127.0.0.1:${server.server.address().port}`;
  const credentials = new ClientCredentials({
    tokenEndpoint: `${base}/oauth2/token`,
    clientId: "orders",
    clientSecret: "s/cret",
    scope: "signet:revocations",
  });
  feed = new RevocationFeed({
    stream: `${base}/revocations/stream`,
    credentials,
    // Real time goes on, and a test can add to it.
    monotonic: () => performance.now() + time,
    ...options,
  });
  return feed;
}

async function reason(changed = {}) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: "i", sub: "usr_1", aud: AUDIENCE, exp: iat + 900, iat, jti: "j" };
  const verifier = new Verifier({
    issuer: "i",
    audience: AUDIENCE,
    keys: JwkSet.parse(JSON.stringify({ keys: [key.jwk] })),
    revocation: feed,
  });
  const full = { ...claims, client_id: "c", sid: "s", authz_ver: 3, scope: "a", ...changed };
  return (await verifier.verify(key.token(full))).reason;
}

test("before the first answer every token is refused, afterwards it is judged", async () => {
  start();
  assert.equal(feed.health().state, "starting");
  assert.equal(await reason(), "revocations_unavailable");
  await server.write(fresh("e", 0));
  await eventually(() => feed.health().state === "fresh");
  assert.equal(await reason(), undefined);
  assert.equal(Buffer.from(server.authorization.slice(6), "base64").toString(), "orders:s%2Fcret");
});

test("entries name tokens by jti, sid, version and key", async () => {
  start();
  const thumbprint = (await import("jose")).calculateJwkThumbprint;
  await server.write(
    revoked("e:3", { jti: "gone", exp: EXP }, { sid: "out", exp: EXP }) +
      revoked("e:4", { sub: "usr_2", min_ver: 4, exp: EXP }) +
      ": a comment\r\n\r\n" +
      fresh("e", 4),
  );
  await eventually(() => feed.health().state === "fresh");
  assert.equal(feed.health().seq, 4);
  assert.equal(await reason(), undefined);
  assert.equal(await reason({ jti: "gone" }), "revoked");
  assert.equal(await reason({ sid: "out" }), "revoked");
  assert.equal(await reason({ sub: "usr_2" }), "revoked");
  assert.equal(await reason({ sub: "usr_2", authz_ver: undefined }), "revoked");
  assert.equal(await reason({ sub: "usr_2", authz_ver: 4 }), undefined);
  await server.write(revoked("e:5", { key: await thumbprint(key.jwk) }));
  await eventually(() => feed.health().seq === 5);
  assert.equal(await reason(), "revoked");
});

test("a stream that ends is resumed at its last position", async () => {
  start();
  await server.write(revoked("e:7", { sid: "out", exp: EXP }) + fresh("e", 7));
  await eventually(() => feed.health().seq === 7);
  server.streams.at(-1).end();
  await server.write(fresh("e", 7), 2);
  assert.deepEqual(server.opened, [null, "e:7"]);
});

test("a stream that falls silent is given up", async () => {
  start();
  await server.write(fresh("e", 1));
  await eventually(() => feed.health().state === "fresh");
  time += 6001;
  await eventually(() => server.streams.length === 2);
  assert.equal(server.opened[1], "e:1");
});

test("a reset or another epoch takes nothing back", async () => {
  start();
  await server.write(revoked("old:9", { sid: "out", exp: EXP }) + fresh("old", 9));
  await eventually(() => feed.health().seq === 9);
  await server.write("event: reset\ndata: {}\n\n" + fresh("new", 0));
  await eventually(() => feed.health().epoch === "new");
  assert.equal(await reason({ sid: "out" }), "revoked");
});

test("what is known ages, and the policy says what follows", async () => {
  start();
  await server.write(fresh("e", 1, 10_000));
  await eventually(() => feed.health().state === "fresh");
  assert.ok(feed.health().ageMillis >= 10_000);
  time += 20_001;
  assert.equal(feed.health().state, "stale");
  assert.equal(await reason(), undefined);
  assert.equal(await reason({ scope: "signet:admin" }), "revocations_unavailable");
  assert.equal(await reason({ exp: EXP }), "revocations_unavailable");
  await feed.close();
  start({ whenStale: "refuse" });
  await server.write(fresh("e", 1, 30_001), 2);
  await eventually(() => feed.health().state === "stale");
  assert.equal(await reason(), "revocations_unavailable");
});

test("at the bound nothing is let go, and the list says that it is full", async () => {
  start({ maxEntries: 2 });
  const entries = ["a", "b", "c"].map((sid) => ({ sid, exp: EXP }));
  await server.write(revoked("e:3", ...entries) + fresh("e", 3));
  await eventually(() => feed.health().state === "full");
  assert.equal(await reason({ sid: "a" }), "revoked");
  assert.equal(await reason({ exp: EXP }), "revocations_unavailable");
});

test("what had no room is read anew once there is some, and is missing until then", async () => {
  const hour = 3_600_000;
  start({
    maxEntries: 1,
    staleAfterMillis: hour,
    silenceMillis: hour,
    whenStale: "refuse",
    now: () => Date.now() + time,
  });
  const soonOver = { sid: "a", exp: Math.floor(Date.now() / 1000) + 30 };
  const later = revoked("e:2", { sid: "b", exp: EXP }) + fresh("e", 2);
  await server.write(revoked("e:1", soonOver) + later);
  await eventually(() => feed.health().state === "full");
  time = 120_000;
  await eventually(() => server.streams.length === 2);
  assert.deepEqual(server.opened, [null, null]);
  assert.equal(feed.health().state, "full");
  assert.equal(await reason({ sid: "b" }), "revocations_unavailable");
  await server.write(later, 2);
  await eventually(() => feed.health().state === "fresh");
  assert.equal(await reason({ sid: "b" }), "revoked");
});

test("what is being given anew is not asked for again", () => {
  let now = 0;
  const list = new RevocationList(1, () => now);
  const entry = (value) => ({ kind: "sid", value, minVersion: 0, expiresAt: 60 });
  list.addAll([entry("a"), entry("b")]);
  now = 120_000;
  assert.equal(list.makeRoom(), true);
  list.beginAnew();
  assert.equal(list.makeRoom(), false);
  assert.equal(list.overflowed, true);
  list.givenWhole();
  assert.equal(list.overflowed, false);
});

test("what a clock that was ahead let go of is read anew once it is set right", async () => {
  const hour = 3_600_000;
  let ahead = 0;
  start({
    staleAfterMillis: hour,
    silenceMillis: hour,
    whenStale: "refuse",
    now: () => Date.now() + ahead,
  });
  const later = revoked("e:1", { sid: "a", exp: Math.floor(Date.now() / 1000) + 930 });
  await server.write(later + fresh("e", 1));
  await eventually(() => feed.health().state === "fresh");
  ahead = hour;
  time = 61_000;
  await eventually(() => feed.health().entries === 0);

  // At once, and not when a minute has passed.
  ahead = 0;

  await eventually(() => server.streams.length === 2);
  assert.deepEqual(server.opened, [null, null]);
  assert.equal(feed.health().state, "full");
  assert.equal(await reason({ sid: "a" }), "revocations_unavailable");
  await server.write(later + fresh("e", 1), 2);
  await eventually(() => feed.health().state === "fresh");
  assert.equal(await reason({ sid: "a" }), "revoked");
});

test("what a copy lacks as its clock was ahead is read anew once it is set right", async () => {
  const copy = join(folder, "revocations");
  let ahead = 3_600_000;
  const now = () => Date.now() + ahead;
  start({ copy, now });
  await server.write(fresh("e", 1));
  await eventually(() => feed.health().state === "fresh");
  await feed.close();
  start({ copy, now });
  await eventually(() => server.streams.length === 2);

  ahead = 0;

  await eventually(() => server.streams.length === 3);
  assert.deepEqual(server.opened, [null, "e:1", null]);
  assert.equal(feed.health().state, "full");
  await server.write(revoked("e:1", { sid: "a", exp: EXP }) + fresh("e", 1), 3);
  await eventually(() => feed.health().state === "fresh");
  assert.equal(await reason({ sid: "a" }), "revoked");
});

test("a clock that was a minute ahead let go of nothing that a token can still need", () => {
  let now = 1_000_000_000;
  const list = new RevocationList(10, () => now);
  const expiresAt = now / 1000 + 930;
  for (const kind of ["jti", "sid", "sub"]) {
    now = 1_000_000_000;
    list.addAll([{ kind, value: "a", minVersion: 0, expiresAt }]);
    now = expiresAt * 1000;
    assert.equal(list.makeRoom(), false);
    assert.equal(list.size, 0);
    now -= 60_000;
    assert.equal(list.makeRoom(), false);
    assert.equal(list.overflowed, false);
    now -= 1000;
    assert.equal(list.makeRoom(), true);
    assert.equal(list.overflowed, true);
    list.beginAnew();
    assert.equal(list.makeRoom(), false);
    list.givenWhole();
    assert.equal(list.overflowed, false);
  }
});

test("an entry of a kind that is not known leaves nothing fresh", async () => {
  start();
  await server.write(revoked("e:1", { device: "d", exp: EXP }) + fresh("e", 1));
  await eventually(() => server.streams.length === 2);
  assert.equal(feed.health().state, "starting");
  assert.match(feed.health().failure, /kind that is not known/);
});

test("a refused token is given up, and a server that is away is asked again", async () => {
  server.streamStatus = 401;
  start();
  await eventually(() => server.tokens >= 2);
  server.streamStatus = 200;
  await server.write(fresh("e", 1));
  await eventually(() => feed.health().state === "fresh");
});

test("the copy serves a restart with its real age, and is the owner's alone", async () => {
  const copy = join(folder, "revocations");
  start({ copy });
  await server.write(
    revoked("e:7", { sid: "out", exp: EXP }, { sub: "with space", min_ver: 2, exp: EXP }) +
      revoked("e:8", { key: "thumbprint" }) +
      fresh("e", 8),
  );
  await eventually(() => feed.health().state === "fresh");
  await feed.close();
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  const text = readFileSync(copy, "utf8");
  assert.match(text, /^signet-revocations-1 e:8 \d+\n/);
  assert.ok(text.includes("\nkey 0 9223372036854775807 thumbprint\n"));
  assert.ok(text.includes("\nsub 2 4000000000 with space\n"));
  server.streamStatus = 503;
  start({ copy, now: () => Date.now() + 31_000 });
  assert.equal(feed.health().state, "stale");
  assert.equal(await reason({ sid: "out" }), "revoked");
  assert.equal(feed.health().seq, 8);
  await eventually(() => server.opened.includes("e:8"));
});

test("a damaged copy is told of, and counts as none", async () => {
  const copy = join(folder, "revocations");
  writeFileSync(copy, "signet-revocations-1 e:8 1\nsid 0 nonsense\n");
  start({ copy });
  assert.equal(feed.health().state, "starting");
  assert.match(feed.health().failure, /damaged/);
});

test("each newer position is reported, by one name", async () => {
  start({ keysetId: () => "set" });
  await server.write(fresh("e", 1));
  await eventually(() => server.reports.length === 1);
  const [{ token, instance, ...first }] = server.reports;
  assert.deepEqual(first, { epoch: "e", seq: 1, keyset_id: "set" });
  assert.equal(token, "Bearer token-1");
  assert.match(instance, /^[A-Za-z0-9_-]{22}$/);
  server.seenStatus = 500;
  await server.write(fresh("e", 1) + fresh("e", 2));
  await eventually(() => server.reports.length === 2);
  await server.write(fresh("e", 3));
  await eventually(() => server.reports.length === 3);
  assert.deepEqual(
    server.reports.map((report) => report.seq),
    [1, 2, 3],
  );
  assert.ok(server.reports.every((report) => report.instance === instance));
});

function pauseBetweenReports() {
  return new Promise((resolve) => setTimeout(resolve, 400));
}

test("a position is reported again after a while, and at once where the report failed", async () => {
  let ahead = 0;
  start({ monotonic: () => performance.now() + ahead });
  server.seenStatus = 500;
  await server.write(fresh("e", 1));
  await eventually(() => server.reports.length === 1);
  server.seenStatus = 204;
  await pauseBetweenReports();
  await server.write(fresh("e", 1));
  await eventually(() => server.reports.length === 2);
  await pauseBetweenReports();
  await server.write(fresh("e", 1));
  await pauseBetweenReports();
  assert.equal(server.reports.length, 2);
  ahead = 3000;
  await server.write(fresh("e", 1));
  await eventually(() => server.reports.length === 3);
});

test("what was not taken is not reported", async () => {
  start({ maxEntries: 1 });
  await server.write(
    revoked("e:1", { sid: "one", exp: EXP }, { sid: "two", exp: EXP }) + fresh("e", 1),
  );
  await eventually(() => feed.health().state === "full");
  await server.write(fresh("e", 2));
  await eventually(() => feed.health().seq === 2);
  await pauseBetweenReports();
  assert.deepEqual(server.reports, []);
});

test("a server that knows no reports is left alone", async () => {
  start();
  server.seenStatus = 404;
  const base = `http://127.0.0.1:${server.server.address().port}`;
  let asked = 0;
  const credentials = { accessToken: () => Promise.resolve(`token-${++asked}`) };
  const report = new FeedReport(
    new URL("/revocations/seen", base),
    credentials,
    () => undefined,
    () => performance.now(),
  );
  report.tell({ epoch: "e", seq: 1 });
  await eventually(() => report.off);
  report.tell({ epoch: "e", seq: 2 });
  assert.equal(asked, 1);
});
