package signet.bearer.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real Servlet container with one application at {@code /app}, on a free port. */
interface Container extends AutoCloseable {
  /** What the application puts into its context when it starts. */
  interface Application {
    void addTo(ServletContext context);
  }

  int port();

  @Override
  void close();

  static Container tomcat(Application application) {
    return tomcat("/app", application);
  }

  /**
   * A Tomcat whose application is elsewhere.
   *
   * @param path where; empty for everything
   */
  static Container tomcat(String path, Application application) {
    Logger.getLogger("org.apache").setLevel(Level.OFF);
    Tomcat tomcat = new Tomcat();
    try {
      Path folder = Files.createTempDirectory("signet-tomcat");
      tomcat.setBaseDir(folder.toString());
      tomcat.setPort(0);
      Context context = tomcat.addContext(path, folder.toString());
      ErrorPage page = new ErrorPage();
      page.setLocation("/error");
      context.addErrorPage(page);
      context.addServletContainerInitializer(initializer(application), null);
      // More than the longest token that is told to be too long.
      tomcat.getConnector().setProperty("maxHttpRequestHeaderSize", "65536");
      tomcat.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
    return new Container() {
      @Override
      public int port() {
        return tomcat.getConnector().getLocalPort();
      }

      @Override
      public void close() {
        try {
          tomcat.stop();
          tomcat.destroy();
        } catch (LifecycleException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  static Container jetty(Application application) {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/app");
    context.addServletContainerInitializer(initializer(application));
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(500, "/error");
    context.setErrorHandler(pages);
    server.setHandler(context);
    start(server);
    return new Container() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void close() {
        stop(server);
      }
    };
  }

  private static ServletContainerInitializer initializer(Application application) {
    return (classes, context) -> application.addTo(context);
  }

  private static void start(Server server) {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
