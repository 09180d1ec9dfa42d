// An issuer, a protected service and three requests, for whichever way the package was loaded.
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import express from "express";

const AUDIENCE = "https://orders.example";
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function listening(server) {
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

export async function use({ signet, requireScope }) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "first", alg: "ES256", use: "sig" };
  const issuerServer = createServer((request, response) => {
    response.setHeader("Content-Type", "application/jwk-set+json");
    response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, "127.0.0.1");
  const issuer = await listening(issuerServer);

  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: AUDIENCE, sub: "alice", client_id: "c", jti: "1", iat: now, exp: now + 60, scope: "orders:read" };
  const input = `${encode({ alg: "ES256", typ: "at+jwt", kid: "first" })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });

  const auth = signet({ issuer, audience: AUDIENCE, realm: "orders", warn: () => {} });
  const app = express();
  app.use(auth);
  app.get("/", requireScope("orders:read"), (req, res) => res.send(req.auth.subject));
  const server = app.listen(0, "127.0.0.1");
  const address = await listening(server);

  for (const token of [
    `${input}.${signature.toString("base64url")}`,
    `${input}.${Buffer.alloc(64, 1).toString("base64url")}`,
  ]) {
    const response = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    const challenge = response.headers.get("www-authenticate") ?? "";
    console.log(response.status, /reason="(\w+)"/.exec(challenge)?.[1] ?? (await response.text()));
  }
  await auth.close();
  process.exit(0);
}
