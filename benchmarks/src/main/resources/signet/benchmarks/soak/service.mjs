// The service in Node of the soak: /orders and /strict for access tokens, /node for what comes through the gateway.
import express from "express";
import { behindGateway, health, requirePolicy, signet } from "signet-express";

const setting = (name) => process.env[`SOAK_${name}`];
const issuer = setting("ISSUER");
const servers = setting("SERVERS");

const tokens = signet({
  issuer,
  audience: issuer,
  realm: "orders",
  jwksUri: `${servers}/.well-known/jwks.json`,
  tokenEndpoint: `${servers}/oauth2/token`,
  revocationsStream: `${servers}/revocations/stream`,
  revocationsCopy: setting("COPY"),
  clientId: setting("CLIENT_ID"),
  clientSecret: setting("CLIENT_SECRET"),
});
const inner = behindGateway({
  gateway: setting("GATEWAY"),
  trustDomain: setting("TRUST_DOMAIN"),
  realm: "orders",
});

const strict = requirePolicy({ freshRevocations: true });

const app = express();
app.get("/health", health(tokens));
app.get("/orders", tokens, (request, response) => response.json({ orders: [] }));
app.get("/strict", tokens, strict, (request, response) => response.json({ orders: [] }));
app.get("/node", inner, (request, response) => response.json({ orders: [] }));
app.listen(Number(setting("PORT")), "127.0.0.1");
