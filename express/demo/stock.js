// The second service of `signet demo` behind the gateway: the stock, for whoever a transaction token speaks for.
import express from "express";
import { behindGateway } from "signet-express";

const { GATEWAY, TRUST_DOMAIN } = process.env;

const app = express();
app.use(behindGateway({ gateway: GATEWAY, trustDomain: TRUST_DOMAIN, realm: "stock" }));
app.get("/stock", (req, res) => {
  const { txn, subject } = req.auth.transaction;
  res.json({ tea: 3, for: subject, txn });
});

const server = app.listen(0, "127.0.0.1", () => {
  console.log(`http://localhost:${server.address().port}/stock`);
});
