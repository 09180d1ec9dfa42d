import assert from "node:assert/strict";
import { test } from "node:test";
import { SignetError, SignetSession } from "../src/session.js";

const ISSUER = "https://id.example";

/** A server with one session, whose refresh token a cookie carries; counts what it is asked. */
class FakeServer {
  asked = [];
  generation = 0;
  lives = false;
  answers = [];

  fetch = async (url, init = {}) => {
    const action = String(url).replace(`${ISSUER}/`, "");
    this.asked.push(action);
    await new Promise((resolve) => setImmediate(resolve));
    const prepared = this.answers.shift();
    if (prepared) {
      return prepared;
    }
    if (action === "session/login") {
      assert.equal(init.credentials, "include");
      this.lives = true;
      return this.tokens();
    }
    if (action === "session/refresh") {
      return this.lives ? this.tokens() : problem(400, "session-ended");
    }
    if (action === "session/logout") {
      this.lives = false;
      return new Response(null, { status: 204 });
    }
    const shown = new Headers(init.headers).get("Authorization");
    return new Response(shown, { status: 200 });
  };

  tokens() {
    this.generation++;
    return Response.json({ access_token: `token-${this.generation}`, expires_in: 900 });
  }

  count(action) {
    return this.asked.filter((one) => one === action).length;
  }
}

function problem(status, type) {
  return Response.json({ type }, { status });
}

function expired() {
  return new Response("", {
    status: 401,
    headers: { "WWW-Authenticate": 'Bearer realm="api", error="invalid_token", reason="expired"' },
  });
}

/** What tabs of one origin share: one lock, and a channel that reaches the others. */
function browser(server) {
  const channels = [];
  let last = Promise.resolve();
  const locks = {
    request: (name, work) => {
      const mine = last.then(work);
      last = mine.catch(() => {});
      return mine;
    },
  };
  let time = 1_000_000;
  return {
    pass: (millis) => (time += millis),
    tab: () => {
      const channel = {
        onmessage: null,
        postMessage: (data) =>
          channels.filter((other) => other !== channel).forEach((other) => other.onmessage({ data })),
        close: () => channels.splice(channels.indexOf(channel), 1),
      };
      channels.push(channel);
      return new SignetSession({ issuer: ISSUER, fetch: server.fetch, locks, channel, now: () => time });
    },
  };
}

test("sends the access token with a request", async () => {
  const server = new FakeServer();
  const session = browser(server).tab();
  await session.login("alice", "a passphrase");

  const response = await session.fetch("https://api.example/orders");

  assert.equal(await response.text(), "Bearer token-1");
});

test("refreshes before the token ends", async () => {
  const server = new FakeServer();
  const { tab, pass } = browser(server);
  const session = tab();
  await session.login("alice", "a passphrase");

  pass(880_000);

  assert.equal(await session.accessToken(), "token-2");
  assert.equal(server.count("session/refresh"), 1);
});

test("two tabs that refresh at once ask the server once", async () => {
  const server = new FakeServer();
  const { tab, pass } = browser(server);
  const [one, two] = [tab(), tab()];
  await one.login("alice", "a passphrase");
  pass(880_000);

  const tokens = await Promise.all([one.accessToken(), two.accessToken(), one.accessToken()]);

  assert.deepEqual(tokens, ["token-2", "token-2", "token-2"]);
  assert.equal(server.count("session/refresh"), 1);
});

test("a page that is loaded anew goes on with its cookie", async () => {
  const server = new FakeServer();
  const { tab } = browser(server);
  const before = tab();
  await before.login("alice", "a passphrase");
  before.close();

  assert.equal(await tab().accessToken(), "token-2");
});

test("asks once more when a token is refused as expired", async () => {
  const server = new FakeServer();
  const session = browser(server).tab();
  await session.login("alice", "a passphrase");
  server.answers.push(expired());

  const response = await session.fetch("https://api.example/orders");

  assert.equal(await response.text(), "Bearer token-2");
  assert.equal(server.count("https://api.example/orders"), 2);
});

test("asks no third time", async () => {
  const server = new FakeServer();
  const session = browser(server).tab();
  await session.login("alice", "a passphrase");
  const tokens = server.tokens();
  server.answers.push(expired(), tokens, expired());

  assert.equal((await session.fetch("https://api.example/orders")).status, 401);
  assert.equal(server.count("https://api.example/orders"), 2);
});

test("does not refresh for a token that is refused for another reason", async () => {
  const server = new FakeServer();
  const session = browser(server).tab();
  await session.login("alice", "a passphrase");
  server.answers.push(new Response("", { status: 403 }));

  assert.equal((await session.fetch("https://api.example/orders")).status, 403);
  assert.equal(server.count("session/refresh"), 0);
});

test("takes the newest cookie when the refresh token was superseded", async () => {
  const server = new FakeServer();
  const { tab, pass } = browser(server);
  const session = tab();
  await session.login("alice", "a passphrase");
  pass(880_000);
  server.answers.push(problem(409, "superseded"));

  assert.equal(await session.accessToken(), "token-2");
});

test("says that the session has ended, in every tab", async () => {
  const server = new FakeServer();
  const { tab } = browser(server);
  const [one, two] = [tab(), tab()];
  const ended = [];
  one.onEnd = () => ended.push("one");
  two.onEnd = () => ended.push("two");
  await one.login("alice", "a passphrase");

  await one.logout();

  assert.deepEqual(ended.sort(), ["one", "two"]);
  assert.equal(await two.accessToken(), null);
});

test("keeps its session while the server is busy", async () => {
  const server = new FakeServer();
  const { tab, pass } = browser(server);
  const session = tab();
  let ended = false;
  session.onEnd = () => (ended = true);
  await session.login("alice", "a passphrase");
  pass(880_000);
  server.answers.push(problem(503, "busy"));

  await assert.rejects(session.accessToken(), SignetError);
  assert.equal(ended, false);
  assert.equal(await session.accessToken(), "token-2");
});

test("tells why a login was refused", async () => {
  const server = new FakeServer();
  const session = browser(server).tab();
  server.answers.push(problem(400, "invalid-credentials"));

  await assert.rejects(session.login("alice", "wrong"), { type: "invalid-credentials", status: 400 });
});

test("works where there are no Web Locks", async () => {
  const server = new FakeServer();
  const channel = { onmessage: null, postMessage: () => {}, close: () => {} };
  let time = 1_000_000;
  const session = new SignetSession({
    issuer: ISSUER,
    fetch: server.fetch,
    locks: undefined,
    channel,
    now: () => time,
  });
  await session.login("alice", "a passphrase");
  time += 880_000;

  assert.equal(await session.accessToken(), "token-2");
});

test("keeps nothing where other scripts look", async () => {
  const server = new FakeServer();
  const session = browser(server).tab();
  await session.login("alice", "a passphrase");

  assert.deepEqual(Object.keys(session), ["onEnd"]);
  assert.ok(!JSON.stringify(session).includes("token"));
});

/** Two sessions of one origin, over the runtime's own channels and a lock that notes its names. */
async function beside(one, other) {
  const names = new Set();
  let time = 1_000_000;
  const locks = { request: (name, work) => (names.add(name), work()) };
  const [first, second] = [one, other].map(({ issuer, clientId }) => {
    const fetch = async (url) =>
      String(url).endsWith("/login")
        ? Response.json({ access_token: `of ${issuer} ${clientId}`, expires_in: 900 })
        : new Response(null, { status: 204 });
    return new SignetSession({ issuer, clientId, fetch, locks, now: () => time++ });
  });
  // Told what was said before: a channel takes a moment.
  const told = () => new Promise((resolve) => setTimeout(resolve, 50));
  let ended = false;
  second.onEnd = () => (ended = true);
  try {
    await second.login("bob", "another passphrase");
    await first.login("alice", "a passphrase");
    await told();
    const token = await second.accessToken();
    await first.logout();
    await told();
    return { token, ended, locks: names.size };
  } finally {
    first.close();
    second.close();
  }
}

test("sessions of different issuers or clients on one origin take nothing of each other", async () => {
  const shop = { issuer: ISSUER, clientId: "shop" };
  for (const other of [
    { issuer: "https://id-b.example", clientId: "shop" },
    { issuer: ISSUER, clientId: "admin" },
    { issuer: ISSUER, clientId: undefined },
    { issuer: `${ISSUER}/shop`, clientId: undefined },
  ]) {
    const own = `of ${other.issuer} ${other.clientId}`;
    assert.deepEqual(await beside(shop, other), { token: own, ended: false, locks: 2 });
  }
});

test("sessions of one issuer and client are one, however these are written", async () => {
  const one = { issuer: ISSUER, clientId: undefined };
  const other = { issuer: `${ISSUER}/`, clientId: "default" };
  const { token, ended, locks } = await beside(one, other);
  assert.equal(token, `of ${ISSUER} undefined`);
  assert.deepEqual({ ended, locks }, { ended: true, locks: 1 });
});
