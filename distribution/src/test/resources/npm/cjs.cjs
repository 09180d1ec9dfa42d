const { requireScope, signet } = require("signet-express");

import("./use.mjs").then(({ use }) => use({ requireScope, signet }));
