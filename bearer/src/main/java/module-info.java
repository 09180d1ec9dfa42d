/** Signet bearer: what stands in front of an application. */
module signet.bearer {
  requires java.net.http;
  requires transitive signet.jose;
  requires static jakarta.servlet;
  requires static org.jspecify;

  exports signet.bearer;
  exports signet.bearer.dpop;
  exports signet.bearer.health;
  exports signet.bearer.revocation;
  exports signet.bearer.servlet;
  exports signet.bearer.txn;
}
