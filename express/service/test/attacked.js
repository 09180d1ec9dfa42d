// Two services for `signet attack`: with this package, and with Express and `jose` as their manuals show.
// Takes ISSUER and AUDIENCE from the environment and prints the address of each on a line of its own.
import { once } from "node:events";
import express from "express";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { signet } from "signet-express";

const { ISSUER, AUDIENCE } = process.env;
const orders = (req, res) => res.send("orders");

const ours = express();
ours.use(signet({ issuer: ISSUER, audience: AUDIENCE, realm: "orders", warn: () => {} }));
ours.get("/orders", orders);

const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`));
const plain = express();
plain.use(async (req, res, next) => {
  const [, token] = /^Bearer (.+)$/i.exec(req.headers.authorization ?? "") ?? [];
  try {
    await jwtVerify(token ?? "", keys, { issuer: ISSUER, audience: AUDIENCE });
  } catch {
    res.status(401).set("WWW-Authenticate", "Bearer").end();
    return;
  }
  next();
});
plain.get("/orders", orders);

for (const app of [ours, plain]) {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  console.log(`http://localhost:${server.address().port}/orders`);
}
