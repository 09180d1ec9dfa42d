package signet.bearer.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.BearerAuthenticator;
import signet.bearer.Challenge;
import signet.bearer.RoutePolicy;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.txn.TransactionToken;
import signet.jose.jwt.VerifiedJwt;

/**
 * Lets requests through that carry a token which holds, and answers all others. What no route names
 * asks for a token. Immutable and safe for use by many threads.
 *
 * <p>A request is judged once, before anything else of the application sees it. Where it goes from
 * there, by a forward, an error page or another thread, is the application's own choice: who it is
 * goes with it, and one that was refused goes nowhere.
 *
 * <pre>{@code
 * SignetFilter filter =
 *     SignetFilter.builder(authenticator)
 *         .open("/health")
 *         .route("GET", "/orders/*", RoutePolicy.token().allScopes("orders:read"))
 *         .route("POST", "/orders/*", RoutePolicy.token().allScopes("orders:write"))
 *         .build();
 * filter.addTo(servletContext);
 * }</pre>
 */
public final class SignetFilter implements Filter {
  private static final String NAME = "signet";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String AMBIGUOUS_ADDRESS =
      "{\"type\":\"invalid-request\",\"title\":\"The address can be read in more than one way\","
          + "\"status\":400}";
  private static final String METHOD_NOT_ALLOWED =
      "{\"type\":\"method-not-allowed\",\"title\":\"This method is not for this place\","
          + "\"status\":405}";

  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s]+");
  private static final AtomicLong COUNT = new AtomicLong();

  private final RequestAuthenticator authenticator;
  private final Routes routes;
  private final Consumer<Challenge> refusalListener;

  /** Where a request keeps what became of it here; each filter has its own. */
  private final String decisionAttribute =
      SignetFilter.class.getName() + ".decision." + COUNT.incrementAndGet();

  /** What became of a request; without a principal where it passed without a token. */
  private record Decision(boolean passed, @Nullable TokenPrincipal principal) {
    static final Decision REFUSED = new Decision(false, null);
    static final Decision PASSED = new Decision(true, null);
  }

  private SignetFilter(Builder builder) {
    this.authenticator = builder.authenticator;
    this.routes = builder.routes.build(builder.otherwise);
    this.refusalListener = builder.refusalListener;
  }

  /** A filter that asks for an access token everywhere. */
  public static Builder builder(BearerAuthenticator authenticator) {
    return new Builder(new RequestAuthenticator.ByAccessToken(authenticator, null));
  }

  /**
   * A filter that asks for a transaction token everywhere: for a service behind a gateway. See
   * {@link #transaction}.
   */
  public static Builder builder(TransactionAuthenticator authenticator) {
    return new Builder(new RequestAuthenticator.ByTransactionToken(authenticator));
  }

  /**
   * What is asked where. A path is one such as {@code /orders}, or a folder with all that is in it
   * such as {@code /orders/*}, below the application; the most specific one counts. Not safe for
   * use by many threads.
   */
  public static final class Builder {
    private RequestAuthenticator authenticator;
    private final Routes.Builder routes = new Routes.Builder();
    private RoutePolicy otherwise = RoutePolicy.token();
    private Consumer<Challenge> refusalListener = challenge -> {};

    private Builder(RequestAuthenticator authenticator) {
      this.authenticator = authenticator;
    }

    /** What is asked there, whatever the method. */
    public Builder route(String path, RoutePolicy policy) {
      return route(Routes.ANY_METHOD, path, policy);
    }

    /**
     * What is asked there of that method; {@code GET} stands for {@code HEAD} too. Methods that no
     * route of the path names are answered 405.
     */
    public Builder route(String method, String path, RoutePolicy policy) {
      routes.add(method, path, Optional.of(authenticator.require(policy)));
      return this;
    }

    /** Asks for nothing there: not even a bad token is refused. */
    public Builder open(String path) {
      routes.add(Routes.ANY_METHOD, path, Optional.empty());
      return this;
    }

    /** What is asked where no route says anything; a token where this is not called. */
    public Builder otherwise(RoutePolicy policy) {
      otherwise = authenticator.require(policy);
      return this;
    }

    /**
     * Lets tokens through that are bound to a key, if their proof holds (RFC 9449). Without it they
     * are refused.
     *
     * @param address scheme, host and port under which clients see the application, such as {@code
     *     https://api.example}: a proof names it, and the Host header is the client's own word
     * @throws IllegalStateException where transaction tokens are asked for, which need no proof
     */
    public Builder proofsFor(String address) {
      if (!ORIGIN.matcher(address).matches()) {
        throw new IllegalArgumentException("an origin such as https://api.example, without a path");
      }
      if (!(authenticator instanceof RequestAuthenticator.ByAccessToken byToken)) {
        throw new IllegalStateException("transaction tokens are not bound to a client's key");
      }
      authenticator = new RequestAuthenticator.ByAccessToken(byToken.authenticator(), address);
      return this;
    }

    /** Told of each refusal, for metrics; must not block. */
    public Builder refusalListener(Consumer<Challenge> listener) {
      refusalListener = listener;
      return this;
    }

    /** The filter. */
    public SignetFilter build() {
      return new SignetFilter(this);
    }
  }

  /** Puts the filter before all others and everything that the application serves. */
  public void addTo(ServletContext context) {
    FilterRegistration.Dynamic registration = context.addFilter(NAME, this);
    if (registration == null) {
      throw new IllegalStateException("the application has a filter called " + NAME + " already");
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  /** The token that came with the request; empty where the request passed without one. */
  public static Optional<VerifiedJwt> jwt(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof TokenPrincipal principal
        ? Optional.of(principal.jwt())
        : Optional.empty();
  }

  /** The transaction token that came with the request, where the filter asks for those. */
  public static Optional<TransactionToken> transaction(HttpServletRequest request) {
    return jwt(request).flatMap(TransactionToken::of);
  }

  @Override
  public void doFilter(ServletRequest someRequest, ServletResponse someResponse, FilterChain chain)
      throws IOException, ServletException {
    if (!(someRequest instanceof HttpServletRequest request)
        || !(someResponse instanceof HttpServletResponse response)) {
      throw new ServletException("only HTTP passes here");
    }
    Decision decision = (Decision) request.getAttribute(decisionAttribute);
    if (decision == null) {
      decision = decide(request, response);
      request.setAttribute(decisionAttribute, decision);
    }
    if (!decision.passed()) {
      return;
    }
    TokenPrincipal principal = decision.principal();
    if (principal == null || principal.equals(request.getUserPrincipal())) {
      chain.doFilter(request, response);
    } else {
      chain.doFilter(
          new AuthenticatedRequest(request, response, principal, authenticator.authType()),
          response);
    }
  }

  private Decision decide(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<String> path = RequestPath.of(request);
    if (path.isEmpty()) {
      return refuse(response, 400, AMBIGUOUS_ADDRESS);
    }
    Routes.Found found = routes.find(RequestPath.method(request), path.get());
    if (found instanceof Routes.Found.Policy asked) {
      return decide(request, response, asked.policy());
    }
    if (found instanceof Routes.Found.OtherMethods others) {
      response.setHeader("Allow", String.join(", ", others.methods()));
      return refuse(response, 405, METHOD_NOT_ALLOWED);
    }
    return Decision.PASSED;
  }

  private Decision decide(
      HttpServletRequest request, HttpServletResponse response, RoutePolicy policy)
      throws IOException {
    Authentication outcome = authenticator.authenticate(request, policy);
    if (outcome instanceof Challenge challenge) {
      refusalListener.accept(challenge);
      challenge.headers().forEach(header -> response.setHeader(header.name(), header.value()));
      return refuse(response, challenge.status(), challenge.problem());
    }
    return outcome instanceof Authenticated authenticated
        ? new Decision(true, new TokenPrincipal(authenticated.jwt(), authenticated.roles()))
        : Decision.PASSED;
  }

  /** Writes the answer itself: an error page could be a way around the filter. */
  private static Decision refuse(HttpServletResponse response, int status, String problem)
      throws IOException {
    byte[] body = problem.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(PROBLEM_JSON);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
    return Decision.REFUSED;
  }
}
