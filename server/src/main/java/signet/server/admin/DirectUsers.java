package signet.server.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import signet.server.account.AccountException;
import signet.server.account.Accounts;
import signet.server.account.RoleEdit;
import signet.server.audit.AuditEvent;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** Users, administered on the store of this process. */
final class DirectUsers implements UserAdministration {
  private final UserStore users;
  private final Accounts accounts;
  private final AuditEvent.Origin origin;

  DirectUsers(UserStore users, Accounts accounts, AuditEvent.Origin origin) {
    this.users = users;
    this.accounts = accounts;
    this.origin = origin;
  }

  @Override
  public User add(String name, String password, Set<String> roles) {
    return refusing(() -> accounts.add(name, password, roles, "user-added", origin));
  }

  @Override
  public List<User> list(Optional<String> after, int limit) {
    DirectAdministration.checkPage(limit);
    return users.list(after.map(name -> refusing(() -> Accounts.name(name))), limit);
  }

  @Override
  public Optional<User> find(String name) {
    return UserName.parse(name).flatMap(users::findByName).map(StoredUser::user);
  }

  @Override
  public User get(String id) {
    return refusing(() -> users.findById(id).orElseThrow(Accounts::noSuchUser));
  }

  @Override
  public User editRoles(String id, RoleEdit edit) {
    return refusing(() -> accounts.editRoles(id, edit, origin));
  }

  @Override
  public User setEnabled(String id, boolean enabled) {
    return refusing(() -> accounts.setEnabled(id, enabled, origin));
  }

  @Override
  public void resetPassword(String id, String password) {
    refusing(() -> accounts.resetPassword(id, password, origin));
  }

  @Override
  public List<ImportResult> importLines(List<String> lines, boolean dryRun) {
    DirectAdministration.checkPage(Math.max(1, lines.size()));
    UserImport importing = new UserImport(users, accounts, origin);
    return lines.stream().map(line -> importing.line(line, dryRun)).toList();
  }

  private static <T> T refusing(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (AccountException e) {
      throw new AdministrationException(refusal(e.reason()), e.sentence());
    }
  }

  private static Refusal refusal(AccountException.Reason reason) {
    return switch (reason) {
      case NAME_TAKEN -> Refusal.NAME_TAKEN;
      case INVALID_NAME -> Refusal.INVALID_NAME;
      case INVALID_PASSWORD -> Refusal.INVALID_PASSWORD;
      case INVALID_ROLE -> Refusal.INVALID_ROLE;
      case NO_SUCH_USER -> Refusal.NO_SUCH_USER;
    };
  }
}
