package signet.runtime.tls;

import java.util.Set;

/** Which versions of TLS are spoken, on every listener and towards every other server. */
public final class TlsVersions {
  /** RFC 9325 §3.1.1: 1.2 at least; names as the JDK has them. */
  public static final Set<String> SPOKEN = Set.of("TLSv1.3", "TLSv1.2");

  private TlsVersions() {}
}
