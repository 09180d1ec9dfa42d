package signet.cli.doctor;

import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import signet.cli.explain.TextDifference;
import signet.cli.explain.Times;
import signet.cli.web.Discovery;
import signet.cli.web.ServiceReading;
import signet.cli.web.Web;
import signet.cli.web.WebAnswer;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;

/** Looks at what a server answered. Asks nobody; for one examination. */
final class Examination {
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Duration CERTIFICATE_SOON = Duration.ofDays(14);
  private static final Duration LONG_CACHE = Duration.ofHours(24);
  private static final Pattern MAX_AGE = Pattern.compile("(?i)\\bmax-age=(\\d{1,9})");

  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  /** Clocks and certificates are compared with {@code now}. */
  Examination(Instant now) {
    this.now = now;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Looks at the server, and gives its keys where it has a key set. */
  Optional<JwkSet> server(Discovery found) {
    WebAnswer first = found.metadata().or(found::keySet).orElseThrow();
    add(Finding.good("reachable", first.uri() + " answers"));
    tls(first);
    if (found.metadata().isPresent()) {
      issuer(found);
      keySetAddress(found);
      algorithms(found);
    }
    clock("clock", "the server", first);
    return found.keySet().flatMap(this::keySet);
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  private void tls(WebAnswer answer) {
    if (answer.tls().isEmpty()) {
      add(
          Web.isSafe(answer.uri())
              ? Finding.good("tls", "plain http, on loopback")
              : Finding.bad(
                  "tls", "plain http: whoever is on the way can change the keys", "serve https"));
      return;
    }
    SSLSession session = answer.tls().get();
    Optional<Instant> end = end(session);
    boolean soon = end.filter(at -> at.isBefore(now.plus(CERTIFICATE_SOON))).isPresent();
    String until = end.map(at -> ", certificate until " + at).orElse("");
    add(
        soon
            ? Finding.fair("tls", session.getProtocol() + until, "renew the certificate")
            : Finding.good("tls", session.getProtocol() + until));
  }

  private static Optional<Instant> end(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      // The client has refused such a connection before.
      return Optional.empty();
    }
  }

  /** RFC 8414 §3.3: the two must be identical. */
  private void issuer(Discovery found) {
    String asked = found.issuer().toString();
    String said = found.issuerName().orElse("");
    boolean isMetadataAddress = asked.contains("/.well-known/");
    if (said.equals(asked) || isMetadataAddress) {
      add(Finding.good("issuer", said));
      return;
    }
    String difference =
        TextDifference.small(said, asked).map(words -> " (" + words + ")").orElse("");
    add(
        Finding.bad(
            "issuer",
            "the metadata says " + said + ", asked was " + asked + difference,
            "give services the issuer exactly as the metadata has it, or mend the server's"));
  }

  private void keySetAddress(Discovery found) {
    Optional<String> address = found.member("jwks_uri");
    if (address.isEmpty()) {
      add(Finding.bad("jwks_uri", "the metadata names no key set", "have the server publish one"));
    } else if (found.keySet().isEmpty() || !Web.isSafe(found.keySet().get().uri())) {
      add(Finding.bad("jwks_uri", address.get() + " is no https address", "publish it over https"));
    } else {
      boolean elsewhere = !host(address.get()).equals(host(found.issuer().toString()));
      add(
          elsewhere
              ? Finding.fair(
                  "jwks_uri",
                  address.get() + " lies on another host than the issuer",
                  "make sure that services can reach it, and that it is yours")
              : Finding.good("jwks_uri", address.get()));
    }
  }

  private static String host(String address) {
    try {
      return String.valueOf(URI.create(address).getHost());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private void algorithms(Discovery found) {
    boolean none =
        found.members().stream()
            .flatMap(members -> members.toMap().keySet().stream())
            .filter(name -> name.endsWith("_alg_values_supported"))
            .filter(name -> !name.startsWith("request_object"))
            .anyMatch(name -> found.members().get().strings(name).contains("none"));
    if (none) {
      add(
          Finding.bad(
              "alg", "the metadata offers alg none", "switch it off: nothing tells who signed"));
    }
  }

  private void clock(String check, String whose, WebAnswer answer) {
    Optional<Duration> ahead = answer.clockAhead(now);
    if (ahead.isEmpty()) {
      add(Finding.fair(check, whose + " sends no Date", "compare the clocks by hand"));
      return;
    }
    Duration off = ahead.get().abs();
    String words =
        "this machine's clock is "
            + Times.span(off)
            + (ahead.get().isNegative() ? " ahead of " : " behind ")
            + whose
            + "'s";
    if (off.compareTo(CLOCKS_AGREE) <= 0) {
      add(Finding.good(check, "agrees with this machine's"));
    } else if (off.compareTo(SKEW) <= 0) {
      add(Finding.fair(check, words, "set both by NTP (timedatectl status)"));
    } else {
      add(
          Finding.bad(
              check,
              words + ", which is more than the usual skew",
              "set both by NTP (timedatectl status)"));
    }
  }

  private Optional<JwkSet> keySet(WebAnswer answer) {
    if (answer.status() != 200) {
      add(
          Finding.bad(
              "keys", answer.uri() + " answers " + answer.status(), "see what serves it there"));
      return Optional.empty();
    }
    try {
      JwkSet keys = JwkSet.parsePublished(answer.body());
      findings.addAll(new KeySetExamination(keys, JwkSet.parse(answer.body())).findings());
      cache(answer);
      return Optional.of(keys);
    } catch (JwkException e) {
      add(
          Finding.bad(
              "keys", answer.uri() + " is no JWK Set: " + e.getMessage(), "see what serves it"));
      return Optional.empty();
    }
  }

  private void cache(WebAnswer answer) {
    String control = String.join(", ", answer.headers().allValues("Cache-Control"));
    Matcher maxAge = MAX_AGE.matcher(control);
    if (!maxAge.find()) {
      add(
          Finding.fair(
              "cache",
              control.isEmpty() ? "no Cache-Control" : "Cache-Control: " + control,
              "send max-age, such as 300, so that services know when to ask again"));
      return;
    }
    Duration age = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
    boolean isLong = age.compareTo(LONG_CACHE) > 0;
    add(
        isLong
            ? Finding.fair(
                "cache",
                "kept for " + Times.span(age),
                "shorten max-age: until then services may not see a new key")
            : Finding.good("cache", "kept for " + Times.span(age)));
  }

  /** Compares what the service holds with what is published. */
  void service(ServiceReading service, JwkSet published) {
    clock("its clock", "the service", service.answer());
    List<String> missing =
        published.kids().stream().filter(kid -> !service.kids().contains(kid)).toList();
    List<String> extra =
        service.kids().stream().filter(kid -> !published.kids().contains(kid)).toList();
    String fetched = service.fetchedAt().map(at -> ", fetched " + at).orElse("");
    if (service.kids().isEmpty()) {
      add(
          Finding.bad(
              "service", "it holds no keys", "see from where it fetches them, and its log"));
    } else if (!missing.isEmpty()) {
      add(
          Finding.bad(
              "service",
              "it lacks the key " + String.join(", ", missing) + fetched,
              "its tokens are refused as unknown_kid: see why it does not fetch, or restart it"));
    } else if (!extra.isEmpty()) {
      add(
          Finding.fair(
              "service",
              "it holds a key no longer published: " + String.join(", ", extra) + fetched,
              "it goes with the next fetch; if the key was compromised, restart the service"));
    } else {
      add(
          Finding.good(
              "service",
              "keyset " + service.keysetId().orElse("unnamed") + ", as published" + fetched));
    }
  }
}
