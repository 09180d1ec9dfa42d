/** What became of a look at the memory. */
export type Sight = "first" | "again" | "no-room";

/**
 * Remembers which proofs were used; one that instances of a service share lets none of them take what
 * another has seen.
 */
export interface ProofMemory {
  /**
   * Looks a proof up and remembers it, as one step. Where it rejects, it cannot be told whether the
   * proof was used, and the answer is 503.
   *
   * @param id of key and `jti`, 24 characters of base64
   * @param keepMillis how long it has to be remembered
   */
  see(id: string, keepMillis: number): Sight | Promise<Sight>;
}

/**
 * The proofs that this process has seen, in two generations: once the younger has lasted as long as a
 * proof is kept it becomes the older, and the older is forgotten. When it is full it says so, rather
 * than forget.
 */
export class ReplayMemory implements ProofMemory {
  #younger = new Set<string>();
  #older = new Set<string>();
  #begun: number;

  /** @param keepMillis how long a proof has to be remembered */
  constructor(
    readonly maxProofs: number,
    readonly keepMillis: number,
    readonly monotonic: () => number,
  ) {
    this.#begun = monotonic();
  }

  /** Looks a proof up and remembers it, as one step. */
  see(id: string): Sight {
    const now = this.monotonic();
    const lasted = now - this.#begun;
    if (lasted >= this.keepMillis) {
      // Nothing came for twice as long: the younger is as old as the older should be.
      this.#older = lasted >= 2 * this.keepMillis ? new Set() : this.#younger;
      this.#younger = new Set();
      this.#begun = now;
    }
    if (this.#younger.has(id) || this.#older.has(id)) {
      return "again";
    }
    if (this.#younger.size + this.#older.size >= this.maxProofs) {
      return "no-room";
    }
    this.#younger.add(id);
    return "first";
  }
}
