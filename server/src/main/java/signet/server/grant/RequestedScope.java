package signet.server.grant;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import signet.server.client.Client;
import signet.server.token.ReservedScope;
import signet.server.user.Role;
import signet.server.user.User;

/** The scopes a request asks for, and what is left of them. Immutable. */
final class RequestedScope {
  // RFC 6749 §3.3: scope = scope-token *( SP scope-token ), scope-token = 1*NQCHAR
  private static final Pattern SYNTAX =
      Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");
  private static final int MAX_CHARACTERS = 1024;

  private final Optional<Set<String>> names;

  private RequestedScope(Optional<Set<String>> names) {
    this.names = names;
  }

  /** What the parameter asks for, or empty if it is malformed. */
  static Optional<RequestedScope> parse(Optional<String> parameter) {
    if (parameter.isEmpty()) {
      return Optional.of(new RequestedScope(Optional.empty()));
    }
    String text = parameter.get();
    return text.length() <= MAX_CHARACTERS && SYNTAX.matcher(text).matches()
        ? Optional.of(
            new RequestedScope(Optional.of(new TreeSet<>(Arrays.asList(text.split(" "))))))
        : Optional.empty();
  }

  /**
   * Cut to what client and user may have. Reserved scopes only where they are named, in tokens for
   * this server alone, so that no other service ever holds one.
   */
  SortedSet<String> grantedTo(Client client, User user, boolean forThisServer) {
    SortedSet<String> granted = new TreeSet<>(client.scopes());
    if (names.isPresent()) {
      granted.retainAll(names.get());
      if (names.get().contains(ReservedScope.ADMIN)
          && forThisServer
          && user.roles().contains(Role.ADMIN)) {
        granted.add(ReservedScope.ADMIN);
      }
    }
    return Collections.unmodifiableSortedSet(granted);
  }

  /** Cut to what a client may have that asks for itself; reserved scopes as above. */
  SortedSet<String> grantedTo(Client client, boolean forThisServer) {
    SortedSet<String> granted = new TreeSet<>(client.scopes());
    if (names.isPresent()) {
      granted.retainAll(names.get());
      Client.Powers powers = client.powers();
      if (forThisServer && powers.admin() && names.get().contains(ReservedScope.ADMIN)) {
        granted.add(ReservedScope.ADMIN);
      }
      if (forThisServer && powers.verifier() && names.get().contains(ReservedScope.REVOCATIONS)) {
        granted.add(ReservedScope.REVOCATIONS);
      }
    }
    return Collections.unmodifiableSortedSet(granted);
  }

  /** What of the scopes granted at login is asked for, and may still be had. */
  SortedSet<String> narrowed(Set<String> atLogin, Client client, User user, boolean forThisServer) {
    Set<String> granted = new TreeSet<>(names.orElse(atLogin));
    granted.retainAll(atLogin);
    granted.removeIf(
        scope ->
            scope.equals(ReservedScope.ADMIN)
                ? !forThisServer || !user.roles().contains(Role.ADMIN)
                : !client.scopes().contains(scope));
    return Collections.unmodifiableSortedSet(new TreeSet<>(granted));
  }
}
