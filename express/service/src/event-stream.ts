const MAX_LINE_BYTES = 1 << 20;
const MAX_EVENT_CHARS = 1 << 20;
const LF = 0x0a;

/** One server-sent event. */
export interface FeedEvent {
  /** The position that it stands for, or empty. */
  readonly id: string;
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events (HTML Living Standard §9.2.6) as the feed sends them: UTF-8, lines that
 * end with LF or CRLF, bounded. Comments are skipped.
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<FeedEvent> {
  let [id, name, data] = ["", "message", ""];
  for await (const line of lines(body)) {
    if (line === "") {
      if (data !== "") {
        yield { id, name, data };
        [id, name, data] = ["", "message", ""];
      }
      continue;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") {
      id = value;
    } else if (field === "event") {
      name = value;
    } else if (field === "data") {
      data += `${value}\n`;
      if (data.length > MAX_EVENT_CHARS) {
        throw new Error(`an event is above ${MAX_EVENT_CHARS} characters`);
      }
    }
  }
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      parts.push(chunk.subarray(start, end));
      yield Buffer.concat(parts).toString("utf8").replace(/\r$/, "");
      parts = [];
      length = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > MAX_LINE_BYTES) {
      throw new Error(`a line is above ${MAX_LINE_BYTES} bytes`);
    }
  }
}
