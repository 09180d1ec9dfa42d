package signet.server.client;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.audit.AuditEvent;
import signet.server.client.ClientAuthentication.Authenticated;
import signet.server.client.ClientAuthentication.Malformed;
import signet.server.client.ClientAuthentication.Refused;
import signet.server.session.Channel;

/**
 * Tells which client sends a request: by {@code client_secret_basic}, {@code private_key_jwt}, or,
 * for clients that can keep no secret, by its name alone. Thread-safe.
 *
 * <p>A failure costs one hash or one signature at most, and a row on record now and then.
 */
public final class ClientAuthenticator {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final ClientRegistry clients;
  private final AssertionVerifier assertions;
  private final RefusalRecord refusals;

  /**
   * Authenticates those clients.
   *
   * @param issuer the one {@code aud} of assertions
   */
  public ClientAuthenticator(
      ClientRegistry clients, ClientStore store, String issuer, InstantSource clock) {
    this.clients = clients;
    this.assertions = new AssertionVerifier(issuer, clock, store);
    this.refusals = new RefusalRecord(store, clock);
  }

  /** The algorithms that assertions may have, by their names. */
  public static List<String> signatureAlgorithms() {
    return Arrays.stream(KeyText.signatureAlgorithms()).map(JwsAlgorithm::wireName).toList();
  }

  /** Decides; may block. */
  public ClientAuthentication authenticate(PresentedClient presented, AuditEvent.Origin origin) {
    // RFC 6749 §2.3: not more than one method in a request.
    if (presented.methods() > 1) {
      return new Malformed();
    }
    if (presented.clientSecret().isPresent()) {
      // A secret in a body ends up in logs; client_secret_basic is there for everybody.
      return refuse(presented.clientId(), origin);
    }
    if (presented.authorization().isPresent()) {
      return byHeader(presented, origin);
    }
    if (presented.methods() == 1) {
      return byAssertion(presented, origin);
    }
    return byName(presented, origin);
  }

  private ClientAuthentication byHeader(PresentedClient presented, AuditEvent.Origin origin) {
    Optional<PresentedClient.Basic> basic = presented.basic();
    if (basic.isEmpty()) {
      return refuse(Optional.empty(), origin);
    }
    String id = basic.get().clientId();
    if (presented.clientId().filter(other -> !other.equals(id)).isPresent()) {
      return new Malformed();
    }
    Optional<Client> client = clients.find(id);
    // An unknown client costs what a known one does.
    boolean taken =
        client.map(Client::credentials).orElse(ClientKeys.NONE).takes(basic.get().secret());
    return taken ? new Authenticated(client.orElseThrow()) : refuse(Optional.of(id), origin);
  }

  private ClientAuthentication byAssertion(PresentedClient presented, AuditEvent.Origin origin) {
    if (presented.assertion().isEmpty()
        || presented.assertionType().filter(ASSERTION_TYPE::equals).isEmpty()) {
      return new Malformed();
    }
    Optional<String> id = AssertionVerifier.claimedClient(presented.assertion().get());
    // RFC 7521 §4.2: client_id is not needed, and the same where it is there.
    if (id.isPresent()
        && presented.clientId().filter(other -> !other.equals(id.get())).isPresent()) {
      return new Malformed();
    }
    Optional<Client> client = id.flatMap(clients::find);
    if (client.isPresent() && assertions.takes(client.get(), presented.assertion().get())) {
      return new Authenticated(client.get());
    }
    return refuse(id, origin);
  }

  private ClientAuthentication byName(PresentedClient presented, AuditEvent.Origin origin) {
    if (presented.clientId().isEmpty()) {
      return new Malformed();
    }
    Optional<Client> client = clients.find(presented.clientId().get());
    return client.filter(known -> known.channel() != Channel.CONFIDENTIAL).isPresent()
        ? new Authenticated(client.get())
        : refuse(presented.clientId(), origin);
  }

  private ClientAuthentication refuse(Optional<String> clientId, AuditEvent.Origin origin) {
    refusals.add(clientId.flatMap(clients::find).map(Client::id), origin);
    return new Refused();
  }
}
