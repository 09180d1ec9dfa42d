package signet.cli.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The chapter about revocation: two services, one in Java and one in Node, are called without a
 * pause while the user logs out.
 */
final class RevocationChapter {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Story story;
  private final HttpClient http;
  private final Stage stage;

  RevocationChapter(Story story, HttpClient http, Stage stage) {
    this.story = story;
    this.http = http;
    this.stage = stage;
  }

  /** Tells it, for who has just logged in. */
  void tell(Reply login) throws IOException, InterruptedException {
    story.line("");
    story.title("Revocation: a logout reaches every service at once.");
    story.step("Two services are registered as ones that may hear of revocations.");
    String java = register("orders-java");
    String node = register("orders-node");
    story.verdict(true, "each has a secret of its own, for the feed alone");
    try (SampleApi javaApi = SampleApi.following(stage.issuer(), "orders-java", java)) {
      Optional<NodeApi> nodeApi = NodeApi.start(stage.issuer(), "orders-node", node);
      try {
        hammer(login, javaApi.address(), nodeApi.map(NodeApi::address));
      } finally {
        nodeApi.ifPresent(NodeApi::close);
      }
    }
  }

  private String register(String name) throws IOException {
    story.sent("signet client add " + name + " --verifier");
    return stage.addVerifier(name);
  }

  private void hammer(Reply login, URI javaApi, Optional<URI> nodeApi)
      throws IOException, InterruptedException {
    story.step("A program calls both without a pause, with Alice's token. She logs out.");
    String token = new JsonObject(login.body()).getString("access_token");
    Map<String, Hammer> hammers = new LinkedHashMap<>();
    hammers.put("Java", new Hammer(http, javaApi, token));
    nodeApi.ifPresentOrElse(
        address -> hammers.put("Node", new Hammer(http, address, token)),
        () ->
            story.line(
                "   (Java alone: for the service in Node there must be Node 20.19 or later,\n"
                    + "   and express/ built: npm ci && npm run build)"));
    boolean both = true;
    for (Hammer hammer : hammers.values()) {
      both &= hammer.awaitAccepted();
    }
    story.sent("POST /session/logout Cookie: signet_refresh=(her token)");
    Reply logout =
        Reply.toCookie(
            http, stage.issuer().resolve("/session/logout"), login.cookie().orElse(""), "{}");
    long answeredNanos = System.nanoTime();
    story.received(logout.status() + " at 0 ms");
    for (Map.Entry<String, Hammer> service : hammers.entrySet()) {
      both &= service.getValue().awaitRefused();
      tell(service.getKey(), service.getValue(), answeredNanos);
    }
    story.verdict(
        both && logout.status() == 204,
        "refused with reason=\"revoked\", though the token had minutes left");
  }

  private void tell(String name, Hammer hammer, long answeredNanos) {
    story.line(
        String.format(
            Locale.ROOT,
            "   %s: %d calls; last accepted sent at %+.1f ms, first refused at %+.1f ms",
            name,
            hammer.calls(),
            (hammer.lastAcceptedNanos() - answeredNanos) / NANOS_PER_MILLI,
            (hammer.firstRefusedNanos() - answeredNanos) / NANOS_PER_MILLI));
  }
}
