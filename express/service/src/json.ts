/**
 * Strict JSON over bytes: RFC 8259 and no more, with I-JSON's rule on names (RFC 7493 §2.3): a name
 * stands once in its object, at any depth, compared after escapes are resolved and in normalization
 * form C. `JSON.parse` keeps the last of two members, takes lone surrogates and rounds numbers.
 */

/** A number as it was written, since `1.0` is no integer and a long one would be rounded. */
export class JsonNumber {
  constructor(readonly text: string) {}

  /** The integer of at most 18 digits, exact whatever its size; null where it is none. */
  integer(): number | bigint | null {
    if (!/^-?[0-9]{1,18}$/.test(this.text)) {
      return null;
    }
    const value = Number(this.text);
    return Number.isSafeInteger(value) ? value : BigInt(this.text);
  }
}

export type JsonObject = Map<string, JsonValue>;
export type JsonValue = string | boolean | null | JsonNumber | JsonValue[] | JsonObject;

/** How deep objects and arrays may nest, and how many members an object may have. */
export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxMembers: number;
}

const MAX_JSON_BYTES = 1 << 20;
const MAX_NAME_BYTES = (1 << 12) - 1;
const MAX_NUMBER_LENGTH = 128;
/** An exponent of four digits has no meaning in a double. */
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?/y;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Made once: a flood of bad texts costs no stack traces. */
const MALFORMED = new Error("no strict JSON");

/** The one object that `bytes` are, or null where they are anything else. */
export function parseJsonObject(bytes: Uint8Array, limits: JsonLimits): JsonObject | null {
  if (bytes.length > MAX_JSON_BYTES) {
    return null;
  }
  try {
    // RFC 3629 §4: shortest form, no surrogates; the decoder refuses anything else.
    return new Scanner(UTF8.decode(bytes), limits).document();
  } catch {
    return null;
  }
}

/** The value as users know it; a member named `__proto__` stays an ordinary one. */
export function plain(value: JsonValue): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return value instanceof JsonNumber ? Number(value.text) : value;
}

/** Reads one text, once, from left to right. */
class Scanner {
  #at = 0;

  constructor(
    readonly text: string,
    readonly limits: JsonLimits,
  ) {}

  document(): JsonObject {
    this.#skipSpace();
    const object = this.#object(1);
    this.#skipSpace();
    if (this.#at !== this.text.length) {
      throw MALFORMED;
    }
    return object;
  }

  #object(depth: number): JsonObject {
    this.#enter("{", depth);
    const members: JsonObject = new Map();
    if (this.#taken("}")) {
      return members;
    }
    do {
      this.#skipSpace();
      const name = this.#name();
      if (members.has(name) || members.size === this.limits.maxMembers) {
        throw MALFORMED;
      }
      this.#skipSpace();
      this.#take(":");
      this.#skipSpace();
      members.set(name, this.#value(depth));
      this.#skipSpace();
    } while (this.#taken(","));
    this.#take("}");
    return members;
  }

  #name(): string {
    const start = this.#at;
    const name = this.#string();
    const written = this.text.slice(start + 1, this.#at - 1);
    // A name without escapes is counted without its quotes, as in Java.
    const counted =
      name === written && isAscii(name) ? name.length : Buffer.byteLength(written) + 2;
    if (counted > MAX_NAME_BYTES) {
      throw MALFORMED;
    }
    return name.normalize("NFC");
  }

  #value(depth: number): JsonValue {
    switch (this.text[this.#at]) {
      case "{":
        return this.#object(depth + 1);
      case "[":
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #array(depth: number): JsonValue[] {
    this.#enter("[", depth);
    const elements: JsonValue[] = [];
    if (this.#taken("]")) {
      return elements;
    }
    do {
      this.#skipSpace();
      elements.push(this.#value(depth));
      this.#skipSpace();
    } while (this.#taken(","));
    this.#take("]");
    return elements;
  }

  #enter(bracket: string, depth: number): void {
    if (depth > this.limits.maxDepth) {
      throw MALFORMED;
    }
    this.#take(bracket);
    this.#skipSpace();
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) {
      throw MALFORMED;
    }
    this.#at += word.length;
    return value;
  }

  #number(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined || number.length > MAX_NUMBER_LENGTH) {
      throw MALFORMED;
    }
    this.#at += number.length;
    return new JsonNumber(number);
  }

  #string(): string {
    this.#take('"');
    let value = "";
    for (;;) {
      const start = this.#at;
      while (isPlain(this.text.charCodeAt(this.#at))) {
        this.#at++;
      }
      value += this.text.slice(start, this.#at);
      if (this.#taken('"')) {
        return value;
      }
      this.#take("\\");
      value += this.#escape();
    }
  }

  #escape(): string {
    const sign = this.text[this.#at++] ?? "";
    if (sign !== "u") {
      const value = Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : undefined;
      if (value === undefined) {
        throw MALFORMED;
      }
      return value;
    }
    const unit = this.#hex4();
    if (isLowSurrogate(unit)) {
      throw MALFORMED;
    }
    if (unit < 0xd800 || unit > 0xdbff) {
      return String.fromCharCode(unit);
    }
    // RFC 7493 §2.1: a surrogate stands only in a pair.
    this.#take("\\");
    this.#take("u");
    const low = this.#hex4();
    if (!isLowSurrogate(low)) {
      throw MALFORMED;
    }
    return String.fromCharCode(unit, low);
  }

  #hex4(): number {
    const digits = this.text.slice(this.#at, this.#at + 4);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) {
      throw MALFORMED;
    }
    this.#at += 4;
    return parseInt(digits, 16);
  }

  #take(sign: string): void {
    if (!this.#taken(sign)) {
      throw MALFORMED;
    }
  }

  #taken(sign: string): boolean {
    const here = this.text[this.#at] === sign;
    this.#at += here ? 1 : 0;
    return here;
  }

  #skipSpace(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.#at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) {
        return;
      }
      this.#at++;
    }
  }
}

/** Not at the end, where the code is NaN; no control character, quote or backslash. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) {
      return false;
    }
  }
  return true;
}
