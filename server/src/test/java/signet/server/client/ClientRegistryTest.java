package signet.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import signet.server.audit.AuditEvent;
import signet.server.client.ClientStore.Stored;
import signet.server.session.Channel;

final class ClientRegistryTest {
  private static final String ISSUER = "https://id.example.com";
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "::1", "c1");
  private static final AuditEvent EVENT = new AuditEvent("test", ORIGIN);
  private static final Client CONFIGURED =
      Client.of("phone", Channel.NATIVE, List.of(), Set.of("a"), Set.of());

  private final FakeClientStore store = new FakeClientStore();
  private final AtomicLong nanos = new AtomicLong();
  private final ClientRegistry registry =
      new ClientRegistry(List.of(CONFIGURED), store, ISSUER, LifetimeCaps.USUAL, nanos::get);

  private void add(String id, String scopes) {
    store.insert(
        new Stored(id, Map.of("channel", "native", "scopes", scopes), Instant.EPOCH),
        Duration.ZERO,
        EVENT);
  }

  @Test
  void findsAClientJustAddedAtOnce() {
    registry.refresh();
    add("tablet", "b");

    assertThat(registry.find("tablet").map(Client::scopes)).contains(Set.of("b"));
  }

  @Test
  void aKnownClientCostsNoQuestion() {
    add("tablet", "b");
    registry.refresh();
    int before = store.questions.get();

    registry.find("tablet");
    registry.find("phone");

    assertThat(store.questions).hasValue(before);
  }

  @Test
  void aFloodOfUnknownNamesAsksTheStoreNowAndThen() {
    registry.refresh();
    int before = store.questions.get();
    for (int i = 0; i < 10_000; i++) {
      assertThat(registry.find("unknown" + i)).isEmpty();
    }
    assertThat(store.questions.get() - before).isEqualTo(1);

    nanos.addAndGet(Duration.ofMillis(50).toNanos());
    registry.find("unknown");
    assertThat(store.questions.get() - before).isEqualTo(2);
  }

  @Test
  void whatIsNoNameIsNotAskedFor() {
    registry.refresh();
    int before = store.questions.get();

    for (String name : new String[] {"", "usr_abc", "Upper", "a b", "x".repeat(65), "-a"}) {
      assertThat(registry.find(name)).isEmpty();
    }

    assertThat(store.questions).hasValue(before);
  }

  @Test
  void aConfiguredClientIsNotShadowed() {
    add("phone", "everything");
    registry.refresh();

    assertThat(registry.find("phone").map(Client::scopes)).contains(Set.of("a"));
    assertThat(registry.all()).hasSize(1);
  }

  @Test
  void everyClientMayNameTheIssuer() {
    assertThat(registry.find("phone").map(Client::audiences)).contains(List.of(ISSUER));
  }

  @Test
  void aClientThatDidNotChangeStaysTheSameObject() {
    add("tablet", "b");
    registry.refresh();
    Optional<Client> before = registry.find("tablet");
    add("watch", "c");
    registry.refresh();

    assertThat(registry.find("tablet").orElseThrow()).isSameAs(before.orElseThrow());
  }

  @Test
  void aClientThatBreaksTheRulesIsNotServedAndNeitherAreOthersHurt() {
    add("tablet", "signet:admin");
    add("watch", "c");
    registry.refresh();

    assertThat(registry.find("tablet")).isEmpty();
    assertThat(registry.find("watch")).isPresent();
  }

  @Test
  void otherNodesSeeAChangeWithinASecondOrSo() {
    try (registry) {
      registry.follow();
      add("tablet", "b");
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> registry.all().stream().anyMatch(client -> client.id().equals("tablet")));
      store.away = true;
      assertThat(registry.find("unknown")).isEmpty();
      assertThat(registry.find("tablet")).as("what was known stays").isPresent();
      store.away = false;
      store.remove("tablet", EVENT);
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> registry.all().size() == 1);
    }
  }

  private ClientRegistration registration() {
    return new ClientRegistration(
        store,
        List.of(CONFIGURED),
        LifetimeCaps.USUAL,
        registry::refresh,
        new Random(1),
        InstantSource.system());
  }

  @Test
  void twoSecretsAreValidDuringARotationAndNotThree() {
    ClientRegistration registration = registration();
    String first =
        registration.add("batch", Map.of("channel", "confidential"), ORIGIN).secret().orElseThrow();
    assertThat(first).matches("[\\w-]{43}");
    String second = registration.rotateSecret("batch", false, ORIGIN);

    assertThat(takes(first)).isTrue();
    assertThat(takes(second)).isTrue();

    String third = registration.rotateSecret("batch", false, ORIGIN);
    assertThat(takes(first)).isFalse();
    assertThat(takes(second)).isTrue();
    assertThat(takes(third)).isTrue();

    String alone = registration.rotateSecret("batch", true, ORIGIN);
    assertThat(takes(third)).isFalse();
    assertThat(takes(alone)).isTrue();
    assertThat(takes("")).isFalse();
    assertThat(store.all().toString() + registration.list()).doesNotContain(first, alone);
  }

  private boolean takes(String secret) {
    return registry.find("batch").orElseThrow().credentials().takes(secret);
  }

  @Test
  void namesOfUsersAndOfConfiguredClientsAreNotGiven() {
    Map<String, String> settings = Map.of("channel", "native");
    for (String name : new String[] {"usr_x", "Upper", "", "phone"}) {
      assertThatThrownBy(() -> registration().add(name, settings, ORIGIN))
          .as(name)
          .isInstanceOf(RegistrationException.class);
    }
    assertThat(store.all()).isEmpty();
  }

  @Test
  void failedAuthenticationIsPutOnRecordOnceAMinuteForEachClient() {
    Instant[] now = {Instant.EPOCH};
    registration().add("batch", Map.of("channel", "confidential"), ORIGIN);
    store.events.clear();
    ClientAuthenticator authenticator =
        new ClientAuthenticator(registry, store, ISSUER, () -> now[0]);

    for (int i = 0; i < 100; i++) {
      authenticator.authenticate(byName("batch"), ORIGIN);
      authenticator.authenticate(byName("nobody" + i), ORIGIN);
    }
    assertThat(store.events).hasSize(2);

    now[0] = now[0].plusSeconds(60);
    authenticator.authenticate(byName("batch"), ORIGIN);
    assertThat(store.events)
        .hasSize(3)
        .extracting(event -> event.origin().actor())
        .containsExactly("client batch", "unknown client", "client batch");
  }

  private static PresentedClient byName(String id) {
    return new PresentedClient(
        Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
