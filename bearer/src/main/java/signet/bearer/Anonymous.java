package signet.bearer;

/** The request carried no token, and the place that it goes to does not ask for one. Immutable. */
public record Anonymous() implements Authentication {}
