package signet.bearer;

/**
 * What became of a request's credentials: {@link Authenticated}, a {@link Challenge}, or {@link
 * Anonymous} where a {@link RoutePolicy} is optional, and only there.
 */
public sealed interface Authentication permits Authenticated, Anonymous, Challenge {}
