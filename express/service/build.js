// Builds dist/esm by the compiler, and dist/cjs from the same sources, file by file, with the same types.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync(dist, { recursive: true, force: true });
try {
  execFileSync(process.execPath, [tsc, "-p", here], { stdio: "inherit" });
} catch {
  process.exit(1);
}

const cjs = join(dist, "cjs");
mkdirSync(cjs);
writeFileSync(join(cjs, "package.json"), '{ "type": "commonjs" }\n');
for (const name of readdirSync(join(here, "src"))) {
  const { outputText } = ts.transpileModule(readFileSync(join(here, "src", name), "utf8"), {
    fileName: name,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const base = name.replace(/\.ts$/, "");
  writeFileSync(join(cjs, `${base}.js`), outputText);
  cpSync(join(dist, "esm", `${base}.d.ts`), join(cjs, `${base}.d.ts`));
}
