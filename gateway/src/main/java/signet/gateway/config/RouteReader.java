package signet.gateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.StalePolicy;
import signet.gateway.mint.MintRule;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.route.Access;
import signet.gateway.route.Propagation;
import signet.gateway.route.Route;
import signet.runtime.setting.DidYouMean;
import signet.runtime.setting.SettingSyntax;

/** Reads {@code routes}, with what holds for all of them at the root. */
final class RouteReader {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<String> POLICY_KEYS =
      List.of("all-scopes", "any-scope", "all-roles", "any-role", "max-age", "when-stale");

  private final Section root;
  private final Set<String> upstreams;
  private final Optional<TransactionSettings> transactions;
  private final boolean hasFeed;
  private final List<String> hosts;
  private final Optional<String> audience;

  RouteReader(
      Section root,
      Set<String> upstreams,
      Optional<TransactionSettings> transactions,
      boolean hasFeed) {
    this.root = root;
    this.upstreams = upstreams;
    this.transactions = transactions;
    this.hasFeed = hasFeed;
    this.hosts = root.list("hosts", Values::host);
    this.audience = root.optional("audience", Values::plain);
  }

  List<Route> read() {
    List<Route> routes = new ArrayList<>();
    for (Section section : root.sections("routes")) {
      routes.add(route(section));
    }
    if (routes.isEmpty() && !root.has("routes")) {
      root.problem("routes", "be set: without one every request is answered with 404");
    }
    return routes;
  }

  private Route route(Section section) {
    String path = section.required("path", Values::pathPrefix, "such as /orders").orElse("/");
    String name = section.value("name", Values::name, nameOf(path));
    List<String> ownHosts = section.list("hosts", Values::host);
    if (ownHosts.isEmpty() && hosts.isEmpty()) {
      section.problem("hosts", "be set, here or at the root: the hosts that clients ask for");
    }
    Access access =
        section
            .required(
                "policy",
                Values.word(Access.class),
                "required, optional or public; a route without a policy does not load")
            .orElse(Access.REQUIRED);
    Route read =
        new Route(
            name,
            new LinkedHashSet<>(ownHosts.isEmpty() ? hosts : ownHosts),
            path,
            new LinkedHashSet<>(section.list("methods", Values::method)),
            access,
            audience(section, access),
            policy(section, access),
            upstream(section),
            propagation(section, access),
            new MintRule(
                name,
                section.has("transaction-scopes")
                    ? Optional.of(section.list("transaction-scopes", Values::plain))
                    : Optional.empty(),
                section.has("transaction-claims")
                    ? section.list("transaction-claims", Values::plain)
                    : transactions.map(TransactionSettings::claims).orElse(List.of())),
            section.value("forward-authorization", SettingSyntax::flag, false),
            section.value("body-bytes", Values.bytes(0, 1L << 40), 10L << 20),
            section.value("first-byte-time", Values.duration(SECOND, DAY), Duration.ofSeconds(30)),
            section.value("idle-time", Values.duration(SECOND, DAY), Duration.ofSeconds(60)));
    section.refuseOthers();
    return read;
  }

  private static String nameOf(String path) {
    return path.equals("/") ? "root" : path.substring(1).replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private String audience(Section section, Access access) {
    Optional<String> own = section.optional("audience", Values::plain);
    if (access != Access.PUBLIC && own.isEmpty() && audience.isEmpty()) {
      section.problem("audience", "be set, here or at the root: whom access tokens are meant for");
    }
    return own.or(() -> audience).orElse("");
  }

  private String upstream(Section section) {
    String name =
        section.required("upstream", Values::name, "one of the names in upstreams").orElse("");
    if (!name.isEmpty() && !upstreams.contains(name)) {
      section.problem(
          "upstream",
          "be one of the names in upstreams"
              + DidYouMean.nearest(name, upstreams)
                  .map(known -> ": did you mean " + known + "?")
                  .orElse(", not \"" + name + "\""));
    }
    return name;
  }

  private Propagation propagation(Section section, Access access) {
    Propagation usual =
        transactions.isPresent() && access != Access.PUBLIC ? Propagation.TOKEN : Propagation.NONE;
    Propagation chosen = section.value("propagate", Values.word(Propagation.class), usual);
    if (chosen == Propagation.TOKEN && transactions.isEmpty()) {
      section.problem("propagate", "be headers or none, or transaction-tokens be set");
    }
    if (chosen != Propagation.NONE && access == Access.PUBLIC) {
      section.problem("propagate", "be none on a public route: nobody is known there");
    }
    return chosen;
  }

  private RoutePolicy policy(Section section, Access access) {
    if (access == Access.PUBLIC) {
      POLICY_KEYS.stream()
          .filter(section::has)
          .forEach(key -> section.problem(key, "be left out on a public route"));
      return RoutePolicy.token().optional();
    }
    RoutePolicy policy = RoutePolicy.token();
    policy = words(section, "all-scopes", policy, policy::allScopes);
    policy = words(section, "any-scope", policy, policy::anyScope);
    policy = words(section, "all-roles", policy, policy::allRoles);
    policy = words(section, "any-role", policy, policy::anyRole);
    Optional<Duration> maxAge = section.optional("max-age", Values.duration(SECOND, DAY));
    if (maxAge.isPresent()) {
      policy = policy.maxAge(maxAge.get());
    }
    StalePolicy whenStale =
        section.value(
            "when-stale", Values.word(StalePolicy.class), StalePolicy.ACCEPT_UNTIL_EXPIRY);
    if (whenStale == StalePolicy.REFUSE) {
      if (!hasFeed) {
        section.problem("when-stale", "be left out, or revocations be set");
      }
      policy = policy.freshRevocations();
    }
    return access == Access.OPTIONAL ? policy.optional() : policy;
  }

  private static RoutePolicy words(
      Section section, String key, RoutePolicy otherwise, Function<String[], RoutePolicy> asking) {
    List<String> words = section.list(key, Values::plain);
    if (!section.has(key)) {
      return otherwise;
    }
    try {
      return asking.apply(words.toArray(new String[0]));
    } catch (IllegalArgumentException e) {
      section.problem(key, "name scopes or roles: an empty list would let everybody pass");
      return otherwise;
    }
  }
}
