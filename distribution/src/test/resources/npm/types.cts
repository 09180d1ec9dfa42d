import express = require("express");
import signetExpress = require("signet-express");
const { requireScope, signet } = signetExpress;

const auth = signet({ issuer: "https://id.example.com", audience: "https://api.example.com", realm: "orders" });
const app = express();
app.use(auth);
app.get("/", requireScope("orders:read"), (req, res) => {
  const subject: string | undefined = req.auth?.subject;
  res.send(subject);
});

// @ts-expect-error an issuer is needed
signet({ audience: "https://api.example.com", realm: "orders" });
