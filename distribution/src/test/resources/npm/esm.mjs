import { requireScope, signet } from "signet-express";
import { use } from "./use.mjs";

await use({ requireScope, signet });
