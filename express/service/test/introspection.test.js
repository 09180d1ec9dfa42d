import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, test } from "node:test";
import { introspectedRoles } from "signet-express";

const CLERK = { active: true, sub: "alice", roles: ["clerk", "packer"] };
const ALICE = { subject: "alice" };
let server, endpoint, questions, status, body, held, now;

beforeEach(async () => {
  questions = [];
  status = 200;
  body = JSON.stringify(CLERK);
  held = Promise.resolve();
  now = 42;
  server = createServer(async (request, response) => {
    let form = "";
    for await (const chunk of request) {
      form += chunk;
    }
    questions.push(`${request.headers.authorization} ${form}`);
    await held;
    response.writeHead(status, { Location: `${endpoint}/elsewhere` }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${server.address().port}/introspect`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function source(options = {}) {
  const roles = introspectedRoles({
    endpoint,
    clientId: "orders",
    clientSecret: "s3cret",
    timeoutMillis: 20_000,
    monotonic: () => now,
    ...options,
  });
  return (token, jwt = ALICE) => roles(jwt, token);
}

test("asks with its own credentials and gives the roles of now", async () => {
  assert.deepEqual(await source()("a.b.c"), CLERK.roles);
  // orders:s3cret in base64.
  const question = "Basic b3JkZXJzOnMzY3JldA== token=a.b.c&token_type_hint=access_token";
  assert.deepEqual(questions, [question]);
});

test("keeps an answer for five seconds and no longer", async () => {
  const roles = source();
  await roles("a.b.c");
  body = JSON.stringify({ ...CLERK, roles: ["manager"] });
  now += 4999;
  assert.deepEqual(await roles("a.b.c"), CLERK.roles);
  now += 1;
  assert.deepEqual(await roles("a.b.c"), ["manager"]);
  assert.equal(questions.length, 2);
});

test("keeps answers of different tokens apart, and no more than it may", async () => {
  const roles = source({ maxEntries: 2 });
  assert.deepEqual(await roles("1"), CLERK.roles);
  body = '{"active":false}';
  assert.equal(await roles("2"), null);
  assert.deepEqual(await roles("1"), CLERK.roles);
  assert.equal(questions.length, 2);
  await roles("3");
  // The first had to go for the third.
  assert.equal(await roles("2"), null);
  assert.equal(questions.length, 3);
  await roles("1");
  assert.equal(questions.length, 4);
});

test("keeps nothing where it is told so", async () => {
  const roles = source({ keepSeconds: 0 });
  await roles("a.b.c");
  await roles("a.b.c");
  assert.equal(questions.length, 2);
});

test("asks once for many who ask at the same time", async () => {
  let release;
  held = new Promise((resolve) => (release = resolve));
  const roles = source();
  const answers = Array.from({ length: 20 }, () => roles("a.b.c"));
  release();
  for (const answer of await Promise.all(answers)) {
    assert.deepEqual(answer, CLERK.roles);
  }
  assert.equal(questions.length, 1);
});

for (const answer of [
  { active: false },
  { ...CLERK, active: false },
  { ...CLERK, sub: "mallory" },
  { active: true, roles: ["clerk"] },
]) {
  test(`${JSON.stringify(answer)} means that the token counts no more`, async () => {
    body = JSON.stringify(answer);
    assert.equal(await source()("a.b.c"), null);
    assert.equal(await source()("a.b.c", { subject: undefined }), null);
  });
}

for (const answer of [
  "",
  "{}",
  "[]",
  '{"active":"true","sub":"alice"}',
  '{"active":true,"active":false,"sub":"alice"}',
  "<html>",
  JSON.stringify(CLERK) + " ".repeat(70_000),
]) {
  test(`${answer.slice(0, 40).trim() || "nothing"} is no answer`, async () => {
    body = answer;
    await assert.rejects(source()("a.b.c"), (e) => !e.message.includes("a.b.c"));
  });
}

for (const refusal of [302, 400, 401, 403, 404, 429, 500, 503]) {
  test(`${refusal} is no answer, and the next call asks again`, async () => {
    status = refusal;
    const roles = source();
    await assert.rejects(roles("a.b.c"), new RegExp(`answered ${refusal}$`));
    status = 200;
    assert.deepEqual(await roles("a.b.c"), CLERK.roles);
    assert.equal(questions.length, 2);
  });
}

test("waits no longer than it may, and fails where nobody answers", async () => {
  held = new Promise(() => {});
  await assert.rejects(source({ timeoutMillis: 100 })("a.b.c"));
  const roles = source();
  server.closeAllConnections();
  server.close();
  await assert.rejects(roles("a.b.c"));
});

for (const wrong of [
  { clientSecret: undefined },
  { keepSeconds: 61 },
  { keepSeconds: -1 },
  { maxEntries: 0 },
  { timeoutMillis: 0 },
  { endpoint: "http://id.example/introspect" },
]) {
  test(`refuses ${JSON.stringify(wrong)}`, () => {
    assert.throws(() => source(wrong), TypeError);
  });
}
