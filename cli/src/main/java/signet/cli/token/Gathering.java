package signet.cli.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.cli.explain.Facts.ClockReading;
import signet.cli.explain.Facts.Held;
import signet.cli.explain.Facts.KeyForm;
import signet.cli.explain.Facts.KeyPlace;
import signet.cli.explain.KeyHistory;
import signet.cli.key.KeyAddress;
import signet.cli.key.KeyFiles;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.web.Discovery;
import signet.cli.web.ServiceReading;
import signet.cli.web.Web;
import signet.cli.web.WebAnswer;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.KeyText;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;

/** Reads keys and clocks for {@code token explain}: files, and the addresses that were named. */
final class Gathering {
  private final KeyFiles files;
  private final Instant now;
  private final List<ClockReading> clocks = new ArrayList<>();

  /** Clocks are compared with {@code now}. */
  Gathering(Terminal terminal, Instant now) {
    this.files = new KeyFiles(terminal);
    this.now = now;
  }

  List<ClockReading> clocks() {
    return clocks;
  }

  private WebAnswer reading(String whose, WebAnswer answer) {
    answer.clockAhead(now).ifPresent(ahead -> clocks.add(new ClockReading(whose, ahead)));
    return answer;
  }

  /** The keys that the options name; those that are published where they name none. */
  Held held(
      Optional<KeyOptions> options, Optional<KeyPlace> published, Optional<ServiceReading> service)
      throws OperatorException {
    if (options.isPresent()) {
      return held(options.get());
    }
    if (service.isPresent() && published.isPresent()) {
      String when = service.get().fetchedAt().map(at -> ", fetched " + at).orElse("");
      return new Held(
          Optional.of(service.get().heldOf(published.get().keys())),
          "the service" + when,
          KeyForm.USUAL,
          Optional.empty());
    }
    return published
        .map(
            place ->
                new Held(Optional.of(place.keys()), place.place(), KeyForm.USUAL, Optional.empty()))
        .orElse(new Held(Optional.empty(), "", KeyForm.USUAL, Optional.empty()));
  }

  private Held held(KeyOptions options) throws OperatorException {
    if (options.secretFile().isPresent()) {
      Path file = options.secretFile().get();
      return new Held(
          Optional.of(JwkSet.of(files.secretQuietly(file))),
          file.toString(),
          KeyForm.USUAL,
          Optional.of(KeyFiles.bytes(file)));
    }
    if (options.publicKey().isPresent()) {
      Path file = options.publicKey().get();
      Jwk jwk = files.jwkOrPem(file);
      PublicJwk key = jwk instanceof PrivateJwk pair ? pair.toPublic() : files.publicKey(file);
      KeyForm form = jwk instanceof PrivateJwk ? KeyForm.PRIVATE : form(file);
      return new Held(Optional.of(JwkSet.of(key)), file.toString(), form, Optional.empty());
    }
    String place = options.jwks().orElseThrow();
    JwkSet keys =
        KeyAddress.isAddress(place)
            ? KeyAddress.read(reading("the key server", KeyAddress.answer(place)))
            : files.keySet(Path.of(place));
    return new Held(
        Optional.of(KeyOptions.requireUsable(keys, place)), place, KeyForm.USUAL, Optional.empty());
  }

  private static KeyForm form(Path file) throws OperatorException {
    return KeyFiles.text(file).contains("-----BEGIN CERTIFICATE-----")
        ? KeyForm.CERTIFICATE
        : KeyForm.USUAL;
  }

  /** What the server publishes. */
  KeyPlace published(Discovery discovery) throws OperatorException {
    discovery.metadata().ifPresent(answer -> reading("the server", answer));
    if (discovery.keySet().isEmpty()) {
      throw OperatorException.keysUnavailable(
          "the metadata names no key set; run signet doctor " + discovery.issuer(), null);
    }
    WebAnswer answer = discovery.keySet().get();
    if (!Web.isSafe(answer.uri())) {
      throw OperatorException.keysUnavailable(
          "the metadata names keys over plain http, which could be anyone's; run signet doctor "
              + discovery.issuer(),
          null);
    }
    if (discovery.metadata().isEmpty()) {
      reading("the key server", answer);
    }
    JwkSet keys = KeyAddress.read(answer);
    return new KeyPlace(answer.uri().toString(), keys, discovery.issuerName(), Optional.empty());
  }

  /** A service's clock. */
  ServiceReading service(String address) throws OperatorException {
    ServiceReading service = ServiceReading.of(address);
    reading("the service", service.answer());
    return service;
  }

  /** Keys elsewhere: a set, a key or a secret. */
  KeyPlace elsewhere(String place) throws OperatorException {
    if (KeyAddress.isAddress(place)) {
      return new KeyPlace(place, KeyAddress.fetch(place), Optional.empty(), Optional.empty());
    }
    Path file = Path.of(place);
    try {
      return new KeyPlace(
          place, KeyText.parse(KeyFiles.text(file)), Optional.empty(), Optional.empty());
    } catch (JwkException e) {
      // No key, so a secret.
      return new KeyPlace(place, JwkSet.of(), Optional.empty(), Optional.of(KeyFiles.bytes(file)));
    }
  }

  /** The keys that a history knows to have ended. */
  static Map<String, String> ended(Path history) throws OperatorException {
    try (BufferedReader reader = Files.newBufferedReader(history)) {
      return KeyHistory.ended(reader);
    } catch (IOException e) {
      throw OperatorException.usage("cannot read the history " + history, e);
    }
  }
}
