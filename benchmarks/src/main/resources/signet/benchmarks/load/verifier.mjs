// A verifier in Node, as the propagation run watches it. Line by line on standard input: "accept TOKEN", which must hold, and is
// answered "accepted"; then "watch N", which is answered "refused N" once token N is refused.
import { createInterface } from "node:readline";
import { ClientCredentials, RemoteJwkSet, RevocationFeed, Verifier } from "signet-express";

const setting = (name) => process.env[`PROPAGATION_${name}`];
const issuer = setting("ISSUER");
const server = setting("SERVER");
const LOOK_EVERY_MILLIS = 1;

const credentials = new ClientCredentials({
  tokenEndpoint: `${server}/oauth2/token`,
  clientId: setting("CLIENT_ID"),
  clientSecret: setting("CLIENT_SECRET"),
  scope: "signet:revocations",
});
const feed = new RevocationFeed({ stream: `${server}/revocations/stream`, credentials });
const verifier = new Verifier({
  issuer,
  audience: issuer,
  keys: new RemoteJwkSet(`${server}/.well-known/jwks.json`),
  revocation: feed,
  cachedTokens: 10_000,
});
const tokens = [];
const watched = new Set();

const say = (line) => process.stdout.write(`${line}\n`);

async function accept(token) {
  while (feed.health().state !== "fresh") {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { reason } = await verifier.verify(token);
  tokens.push(token);
  say(reason === undefined ? "accepted" : `not accepted: ${reason}`);
}

async function look() {
  for (const number of watched) {
    const { reason } = await verifier.verify(tokens[number]);
    if (reason === "revoked") {
      watched.delete(number);
      say(`refused ${number}`);
    }
  }
  if (watched.size > 0) {
    setTimeout(look, LOOK_EVERY_MILLIS);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [word, what] = line.split(" ");
  if (word === "accept") {
    await accept(what);
  } else {
    watched.add(Number(what));
    if (watched.size === 1) {
      void look();
    }
  }
}
process.exit();
