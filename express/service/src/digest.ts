import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256 of a text's UTF-8. */
export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Whether two texts are the same, in a time that tells nothing about where they differ. */
export function isSame(expected: string, given: string): boolean {
  return timingSafeEqual(sha256(expected), sha256(given));
}
