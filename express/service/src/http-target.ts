const ADDRESS =
  /^(https?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?((?:\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*)?)(?:[?#][!-~]*)?$/i;
const USUAL_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/**
 * An address in the one form in which `htu` and the request are compared: without query and fragment,
 * normalized by syntax and by scheme (RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3). Null where it is no
 * absolute http or https address. Not `URL`, which mends what is wrong and takes `%2e` for a dot.
 */
export function normalizeTarget(address: string): string | null {
  const [, scheme, host, port, path] = ADDRESS.exec(address) ?? [];
  if (scheme === undefined || host === undefined) {
    return null;
  }
  const lower = scheme.toLowerCase();
  const shown = port === undefined || port === USUAL_PORTS[lower] ? "" : `:${port}`;
  return `${lower}://${host.toLowerCase()}${shown}${normalizePath(path ?? "")}`;
}

function normalizePath(path: string): string {
  const kept: string[] = [];
  const segments = path.split(/\/+/).slice(1);
  for (const segment of segments) {
    if (segment === ".." && kept.length > 0 && kept.at(-1) !== "..") {
      kept.pop();
    } else if (segment !== "." && segment !== "") {
      kept.push(segment);
    }
  }
  const isFolder = ["", ".", ".."].includes(segments.at(-1) ?? "");
  const end = isFolder && kept.length > 0 && kept.at(-1) !== ".." ? "/" : "";
  return withFewestEscapes(`/${kept.join("/")}${end}`);
}

/** An escape of what needs none is undone, the others get upper case. */
function withFewestEscapes(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}/g, (escape) => {
    const sign = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(sign) ? sign : escape.toUpperCase();
  });
}
