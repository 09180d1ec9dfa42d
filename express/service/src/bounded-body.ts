/** The body of an answer; gives up as soon as it passes the limit. */
export async function boundedBody(response: Response, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let received = 0;
  const body = response.body as AsyncIterable<Uint8Array> | null;
  // Leaving the loop cancels what is still to come.
  for await (const part of body ?? []) {
    received += part.length;
    if (received > maxBytes) {
      throw new Error(`the answer is above ${maxBytes / 1024} KiB`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
