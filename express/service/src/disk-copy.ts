import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type FeedPosition,
  type Kind,
  KINDS,
  parsePosition,
  type Revocation,
} from "./revocation.js";

const VERSION = "signet-revocations-1";
const MAX_BYTES = 2 ** 28;
const LINES_A_WRITE = 10_000;
/** How Java writes that a key's entry never ends. */
const NEVER = "9223372036854775807";

/** What a file holds; `freshAtMillis` by the wall clock. */
export interface CopyContent {
  readonly position: FeedPosition;
  readonly freshAtMillis: number;
  readonly entries: Iterable<Revocation>;
}

/**
 * Writes what is known of a feed aside and moves it into place, so that a crash leaves a whole file.
 * Text, the same as in Java: a first line with the version, the position and when it was fresh, then
 * a line an entry. Names of sessions and subjects alone, no secrets; still for its owner only.
 */
export async function saveCopy(file: string, content: CopyContent): Promise<void> {
  const partial = join(dirname(file), `.revocations${randomBytes(8).toString("hex")}.partial`);
  try {
    const out = await open(partial, "wx", 0o600);
    try {
      const { epoch, seq } = content.position;
      await out.write(`${VERSION} ${epoch}:${seq} ${Math.round(content.freshAtMillis)}\n`);
      let text: string[] = [];
      for (const entry of content.entries) {
        text.push(line(entry));
        if (text.length === LINES_A_WRITE) {
          await out.write(text.join(""));
          text = [];
        }
      }
      await out.write(text.join(""));
    } finally {
      await out.close();
    }
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

function line({ kind, value, minVersion, expiresAt }: Revocation): string {
  if (/[\r\n]/.test(value)) {
    throw new Error("an entry that has no place in a file of lines");
  }
  const end = expiresAt === Infinity ? NEVER : String(expiresAt);
  // The value last, since only that can hold a space.
  return `${kind} ${String(minVersion)} ${end} ${value}\n`;
}

/** What the file holds, or null where there is none; throws where it is not whole. */
export function loadCopy(file: string): CopyContent | null {
  let text: string;
  try {
    if (statSync(file).size > MAX_BYTES) {
      throw new Error("the copy of the revocations is too large");
    }
    text = readFileSync(file, "utf8");
  } catch (e) {
    if (e instanceof Error && "code" in e && e.code === "ENOENT") {
      return null;
    }
    throw e;
  }
  const [first = "", ...lines] = text.replace(/\n$/, "").split("\n");
  const [version, position, freshAt = "", more] = first.split(" ");
  if (version !== VERSION || !/^[0-9]{1,16}$/.test(freshAt) || more !== undefined) {
    throw new Error("the copy of the revocations is damaged");
  }
  return {
    position: parsePosition(position ?? ""),
    freshAtMillis: Number(freshAt),
    entries: lines.map(parseLine),
  };
}

function parseLine(text: string): Revocation {
  const [, word, version = "", end = "", value] =
    /^(\S+) (\d{1,19}) (\d{1,19}) (.*)$/s.exec(text) ?? [];
  const kind: Kind | undefined = KINDS.find((known) => known === word);
  if (kind === undefined || value === undefined) {
    throw new Error("the copy of the revocations is damaged");
  }
  const minVersion = Number(version);
  return {
    kind,
    value,
    minVersion: Number.isSafeInteger(minVersion) ? minVersion : BigInt(version),
    expiresAt: kind === "key" ? Infinity : Number(end),
  };
}
