package signet.server.admin;

import signet.server.account.AccountException;
import signet.server.account.Accounts;
import signet.server.admin.ImportResult.Outcome;
import signet.server.audit.AuditEvent;
import signet.server.password.HashRejectedException;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** Takes users over from another system, line by line. A user who is there already stays as is. */
final class UserImport {
  private final UserStore users;
  private final Accounts accounts;
  private final AuditEvent event;

  UserImport(UserStore users, Accounts accounts, AuditEvent.Origin origin) {
    this.users = users;
    this.accounts = accounts;
    this.event = new AuditEvent("user-imported", origin);
  }

  ImportResult line(String text, boolean dryRun) {
    try {
      ImportLine line = ImportLine.parse(text);
      UserName name = Accounts.name(line.name());
      Accounts.checkRoles(line.roles());
      if (users.findByName(name).isPresent()) {
        return new ImportResult(Outcome.PRESENT, "");
      }
      if (!dryRun) {
        accounts.add(name, line.passwordHash(), line.roles(), line.enabled(), event);
      }
      return new ImportResult(Outcome.ADDED, "");
    } catch (HashRejectedException e) {
      return new ImportResult(Outcome.REFUSED, e.problem());
    } catch (AccountException e) {
      // Taken by another import that runs at the same time.
      return e.reason() == AccountException.Reason.NAME_TAKEN
          ? new ImportResult(Outcome.PRESENT, "")
          : new ImportResult(Outcome.REFUSED, e.sentence());
    } catch (IllegalArgumentException e) {
      return new ImportResult(Outcome.REFUSED, String.valueOf(e.getMessage()));
    }
  }
}
