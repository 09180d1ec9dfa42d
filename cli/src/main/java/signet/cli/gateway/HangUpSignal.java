package signet.cli.gateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Hears SIGHUP. The JDK has no other way to it than {@code sun.misc.Signal}, against which nothing
 * compiles without a warning; so it is looked up by name, and where it is missing nothing is heard.
 */
final class HangUpSignal {
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private HangUpSignal() {}

  /**
   * Runs that for every SIGHUP from now on, on a thread of the JDK's.
   *
   * @return whether it will
   */
  static boolean handle(Runnable action) {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Class<?> handler = Class.forName(HANDLER);
      InvocationHandler heard =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
              return null;
            }
            return method.getName().equals("equals")
                ? (Object) false
                : System.identityHashCode(proxy);
          };
      Object listener =
          Proxy.newProxyInstance(
              HangUpSignal.class.getClassLoader(), new Class<?>[] {handler}, heard);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // No such signal here, as on Windows.
      return false;
    }
  }
}
