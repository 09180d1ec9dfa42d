import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

export const AUDIENCE = "https://orders.example";
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A key pair of an issuer, as JWK and to sign with by node:crypto alone. */
export class Key {
  constructor(kid) {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.kid = kid;
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
    this.jwk = { ...pair.publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" };
  }

  /** A token with these header members and claims; `undefined` leaves one out. */
  token(claims, header = {}) {
    const input = `${encode({ alg: "ES256", typ: "at+jwt", kid: this.kid, ...header })}.${encode(claims)}`;
    const key = { key: this.privateKey, dsaEncoding: "ieee-p1363" };
    return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
  }
}

/** An authorization server as far as a service knows one: keys and tokens of clients. */
export class Issuer {
  static async start() {
    const issuer = new Issuer();
    issuer.server.listen(0, "127.0.0.1");
    await once(issuer.server, "listening");
    issuer.url = `http://127.0.0.1:${issuer.server.address().port}`;
    return issuer;
  }

  key = new Key("first");
  keys = [this.key];
  /** How often the key set was asked for, and with what `If-None-Match`. */
  asked = [];
  /** Answers the next requests for keys in the place of the set. */
  answers = [];
  server = createServer((request, response) => this.answer(request, response));

  answer(request, response) {
    if (request.url !== "/.well-known/jwks.json") {
      response.writeHead(404).end();
      return;
    }
    this.asked.push(request.headers["if-none-match"]);
    const prepared = this.answers.shift();
    if (prepared) {
      prepared(response);
      return;
    }
    const body = JSON.stringify({ keys: this.keys.map((key) => key.jwk) });
    response.writeHead(200, { "Content-Type": "application/jwk-set+json", ETag: '"1"' }).end(body);
  }

  claims(changed = {}) {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.url,
      sub: "usr_1",
      aud: AUDIENCE,
      exp: now + 900,
      iat: now,
      jti: "jti-1",
      client_id: "default",
      sid: "sid-1",
      scope: "orders:read orders:write",
      roles: ["clerk"],
      authz_ver: 3,
      ...changed,
    };
  }

  token(changed, header) {
    return this.key.token(this.claims(changed), header);
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

/** Waits until a condition holds, for half a minute at most. */
export async function eventually(condition) {
  const end = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > end) {
      throw new Error(`not in time: ${condition}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
