// The service in Node of `signet demo`: orders for whoever has a good access token.
import express from "express";
import { signet } from "signet-express";

const { ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env;

const app = express();
app.use(
  signet({
    issuer: ISSUER,
    audience: ISSUER,
    realm: "orders",
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
  }),
);
app.get("/orders", (req, res) => res.json({ orders: ["tea", "wax"], for: req.auth.subject }));

const server = app.listen(0, "127.0.0.1", () => {
  console.log(`http://localhost:${server.address().port}/orders`);
});
