/**
 * The address, if it is https, or http on loopback, without user information and fragment: where
 * keys may come from, and credentials may travel.
 *
 * @throws TypeError if it is another
 */
export function safeAddress(address: string | URL, what: string): URL {
  const url = new URL(address);
  const safe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
  if (!safe || url.username !== "" || url.password !== "" || url.hash !== "") {
    throw new TypeError(
      `the address of ${what} is https, or http on loopback, without user information and fragment`,
    );
  }
  return url;
}

/** By name, not by resolving it: what a name resolves to can change. */
function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host === "[::1]" ||
    /^127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$/.test(host)
  );
}
