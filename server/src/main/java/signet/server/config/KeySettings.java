package signet.server.config;

import java.time.Duration;
import java.util.List;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.client.LifetimeCaps;

/** The keys of the configuration that are about access tokens and the keys that sign them. */
final class KeySettings {
  static final Setting<JwsAlgorithm> ACCESS_ALGORITHM =
      new Setting<>(
          "tokens.access.algorithm",
          "RS256",
          "The signature algorithm of access tokens.",
          Parsers::signatureAlgorithm);
  static final Setting<Duration> ACCESS_LIFETIME =
      new Setting<>(
          "tokens.access.lifetime",
          "15m",
          "How long an access token is valid.",
          Parsers.duration(Duration.ofSeconds(1), LifetimeCaps.UNSAFE.access()));
  static final Setting<Duration> ROTATION =
      new Setting<>(
          "keys.rotation",
          "30d",
          "How long a key signs before the next one does; 7d if absent for HS256.",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofDays(400)));
  static final Setting<String> EDDSA_NAME =
      new Setting<>(
          "keys.eddsa-name",
          "Ed25519",
          "What keys made from now on for Ed25519, and their tokens, call it: Ed25519 (RFC 9864), or"
              + " EdDSA for verifiers that know no other name.",
          Parsers.word("Ed25519", "EdDSA"));
  static final Setting<Duration> MAX_AGE =
      new Setting<>(
          "keys.max-age",
          "5m",
          "For how long verifiers may keep the published keys (Cache-Control).",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
  static final Setting<Duration> MARGIN =
      new Setting<>(
          "keys.margin",
          "2m",
          "How much longer than that a new key is published before it signs.",
          Parsers.duration(Duration.ZERO, Duration.ofDays(7)));
  static final Setting<Duration> LEASE =
      new Setting<>(
          "keys.lease",
          "10s",
          "For how long a server that shares its database signs without hearing from it.",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(ACCESS_ALGORITHM, ACCESS_LIFETIME, ROTATION, EDDSA_NAME, MAX_AGE, MARGIN, LEASE);

  private KeySettings() {}
}
