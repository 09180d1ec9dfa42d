package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import signet.server.audit.AuditEvent;
import signet.server.client.ClientRegistration;
import signet.server.client.RegistrationException;

/** Clients, administered on the store of this process. */
final class DirectClients implements ClientAdministration {
  private final ClientRegistration registration;
  private final AuditEvent.Origin origin;

  DirectClients(ClientRegistration registration, AuditEvent.Origin origin) {
    this.registration = registration;
    this.origin = origin;
  }

  @Override
  public Added add(String name, Map<String, String> settings) {
    ClientRegistration.Added added = refusing(() -> registration.add(name, settings, origin));
    return new Added(ClientJson.write(added.client()), added.secret());
  }

  @Override
  public List<JsonObject> list() {
    return registration.list().stream().map(ClientJson::write).toList();
  }

  @Override
  public int remove(String name) {
    return refusing(() -> registration.remove(name, origin));
  }

  @Override
  public String rotateSecret(String name, boolean alone) {
    return refusing(() -> registration.rotateSecret(name, alone, origin));
  }

  private static <T> T refusing(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (RegistrationException e) {
      throw new AdministrationException(
          switch (e.reason()) {
            case NAME_TAKEN -> Refusal.CLIENT_NAME_TAKEN;
            case INVALID_SETTING -> Refusal.INVALID_SETTING;
            case NO_SUCH_CLIENT -> Refusal.NO_SUCH_CLIENT;
          },
          e.sentence());
    }
  }
}
