package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import signet.server.grant.AdminAccess.Decision;
import signet.server.revocation.FeedReader;
import signet.server.revocation.VerifierReport;
import signet.server.revocation.Verifiers;

/**
 * {@code POST /revocations/seen}: a verifier tells how far it has read the feed. For operators;
 * nothing here depends on it.
 */
final class SeenEndpoint {
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{16,64}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final long MAX_SEQ = 999_999_999_999_999_999L;

  private static final int MOST_RECENT = 10_000;

  private final RequestBody bodies;
  private final Workers workers;
  private final BearerGate gate;
  private final Verifiers verifiers;
  private final InstantSource clock;
  private final RecentVerifiers recent = new RecentVerifiers(MOST_RECENT, System::nanoTime);

  /**
   * An endpoint.
   *
   * @param clock by which tokens end
   */
  SeenEndpoint(
      RequestBody bodies,
      Workers workers,
      BearerGate gate,
      Verifiers verifiers,
      InstantSource clock) {
    this.bodies = bodies;
    this.workers = workers;
    this.gate = gate;
    this.verifiers = verifiers;
    this.clock = clock;
  }

  void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    PresentedCredentials credentials = exchange.credentials();
    bodies
        .json(context.request())
        .onSuccess(body -> workers.answer(context, () -> report(credentials, body)))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private Reply report(PresentedCredentials credentials, byte[] body) {
    // Who may not come in is not told what is wrong with the body.
    String client = recent.client(credentials).orElseGet(() -> admitted(credentials));
    if (!verifiers.report(report(client, RequestJson.parse(body)))) {
      throw ProblemException.of(Problem.BUSY).withHeader("Retry-After", "15");
    }
    return Reply.empty(204);
  }

  private String admitted(PresentedCredentials credentials) {
    Decision.Admitted admitted = gate.admitVerifier(credentials);
    recent.add(
        credentials, admitted.subject(), Duration.between(clock.instant(), admitted.until()));
    return admitted.subject();
  }

  private static VerifierReport report(String client, RequestJson json) {
    String instance = matching(INSTANCE, "instance", json.required("instance"));
    String epoch = matching(WORD, "epoch", json.required("epoch"));
    long seq = json.integer("seq", MAX_SEQ);
    Optional<String> keysetId =
        json.optional("keyset_id").map(id -> matching(WORD, "keyset_id", id));
    return new VerifierReport(client, instance, new FeedReader.Head(epoch, seq), keysetId);
  }

  private static String matching(Pattern form, String name, String value) {
    if (!form.matcher(value).matches()) {
      throw ProblemException.of(
          Problem.INVALID_FIELD, "\"" + name + "\" is too short, too long or not base64url");
    }
    return value;
  }
}
