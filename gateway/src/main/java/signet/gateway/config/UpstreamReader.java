package signet.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.gateway.config.GatewayConfig.TlsFiles;
import signet.gateway.config.GatewayConfig.UpstreamAddress;
import signet.gateway.config.GatewayConfig.UpstreamSettings;
import signet.runtime.setting.SettingSyntax;

/** Reads {@code upstreams}: a map by name. */
final class UpstreamReader {
  private UpstreamReader() {}

  static List<UpstreamSettings> read(Section upstreams) {
    List<UpstreamSettings> all = new ArrayList<>();
    for (String name : upstreams.names()) {
      try {
        all.add(upstream(Values.name(name), upstreams.section(name)));
      } catch (IllegalArgumentException e) {
        upstreams.problem(name, String.valueOf(e.getMessage()));
      }
    }
    return all;
  }

  private static UpstreamSettings upstream(String name, Section section) {
    List<UpstreamAddress> addresses = section.list("addresses", Values::upstreamAddress);
    if (!section.has("addresses")) {
      section.problem("addresses", "be set: a list such as [http://127.0.0.1:8080]");
    }
    Section tls = section.section("tls");
    Optional<Path> ca = tls.optional("ca", Values::path);
    Optional<Path> certificate = tls.optional("certificate", Values::path);
    Optional<Path> key = tls.optional("key", Values::path);
    if (certificate.isPresent() != key.isPresent()) {
      tls.problem("needs both certificate and key, two PEM files");
    }
    tls.refuseOthers();
    if (addresses.stream().map(UpstreamAddress::tls).distinct().count() > 1) {
      section.problem("addresses", "be all https or all http");
    }
    Section health = section.section("health");
    UpstreamSettings read =
        new UpstreamSettings(
            name,
            addresses,
            section.value("http2", SettingSyntax::flag, false),
            ca,
            certificate.isPresent() && key.isPresent()
                ? Optional.of(new TlsFiles(certificate.get(), key.get()))
                : Optional.empty(),
            section.value("connections", Values.number(1, 10_000), 64),
            section.value("waiting", Values.number(0, 100_000), 1_000),
            health.optional("path", Values::pathPrefix),
            health.value(
                "every",
                Values.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                Duration.ofSeconds(5)));
    health.refuseOthers();
    section.refuseOthers();
    return read;
  }
}
