const MAX_ENTRIES = 1000;
const MAX_KID_CHARS = 128;
const MAX_PRINTED_CHARS = 64;

/** Remembers for a while which kids a fresh set lacked; bounded, the oldest goes first. */
export class UnknownKids {
  readonly #until = new Map<string, number>();

  constructor(
    readonly now: () => number,
    readonly lifetimeMillis: number,
  ) {}

  isKnown(kid: string): boolean {
    return this.now() < (this.#until.get(kid) ?? -Infinity);
  }

  remember(kid: string): void {
    if (kid.length > MAX_KID_CHARS) {
      return;
    }
    this.#until.delete(kid);
    if (this.#until.size === MAX_ENTRIES) {
      const [oldest] = this.#until.keys();
      this.#until.delete(oldest ?? "");
    }
    this.#until.set(kid, this.now() + this.lifetimeMillis);
  }

  clear(): void {
    this.#until.clear();
  }
}

/** As it may stand in a log: cut, with anything but the signs of usual kids replaced. */
export function printableKid(kid: string): string {
  const cut = kid.slice(0, MAX_PRINTED_CHARS);
  return cut.replace(/[^A-Za-z0-9._~+/=:-]/g, "?") + (cut.length < kid.length ? "…" : "");
}
