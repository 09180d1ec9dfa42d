export interface SessionOptions {
  /** The server's address; the page's own origin where it is left out. */
  issuer?: string;
  /** The `client_id`; the built-in browser client where it is left out. */
  clientId?: string;
  fetch?: typeof fetch;
  locks?: Pick<LockManager, "request">;
  channel?: Pick<BroadcastChannel, "postMessage" | "close"> & {
    onmessage: ((event: { data: unknown }) => void) | null;
  };
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** The server refused; `type` is the word of its problem details. */
export class SignetError extends Error {
  readonly type: string;
  readonly status: number;
}

/** A session of this page: access token in memory, one refresh for all tabs. */
export class SignetSession {
  constructor(options?: SessionOptions);
  /** Called when the session has ended, in this tab or another one. */
  onEnd: () => void;
  login(
    username: string,
    password: string,
    wish?: { scope?: string; resource?: string },
  ): Promise<void>;
  accessToken(): Promise<string | null>;
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  logout(scope?: "this" | "others" | "all"): Promise<void>;
  close(): void;
}
