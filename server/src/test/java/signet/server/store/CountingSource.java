package signet.server.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Notes what goes through a source of connections: statements, and COMMIT for each commit. */
final class CountingSource {
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  DataSource around(DataSource source) {
    return proxy(
        DataSource.class,
        source,
        (method, arguments, result) ->
            result instanceof Connection connection ? connection(connection) : result);
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, arguments, result) -> {
          if (method.equals("commit")) {
            seen.add("COMMIT");
          }
          if (result instanceof PreparedStatement prepared) {
            return statement(PreparedStatement.class, prepared, (String) arguments[0]);
          }
          return result instanceof Statement plain ? statement(Statement.class, plain, "") : result;
        });
  }

  private <T extends Statement> T statement(Class<T> type, T statement, String prepared) {
    return proxy(
        type,
        statement,
        (method, arguments, result) -> {
          if (method.startsWith("execute")) {
            boolean named = arguments != null && arguments.length > 0;
            seen.add((named ? (String) arguments[0] : prepared).strip());
          }
          return result;
        });
  }

  @FunctionalInterface
  private interface After {
    Object apply(String method, Object[] arguments, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.apply(method.getName(), arguments, method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  void forget() {
    seen.clear();
  }

  /** Everything since, in order. */
  List<String> seen() {
    return List.copyOf(seen);
  }
}
