package signet.runtime.framing;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Reads the requests of one connection as RFC 9112 writes them, by nothing but its grammar, and
 * stops at the first byte that is not in it. Repairs that the RFC permits are not made: an
 * obs-fold, a line that ends in LF alone, two equal {@code Content-Length} are refused like all
 * other framing that somebody else might read differently (§11.2). Used by one thread.
 */
final class MessageScanner implements ByteProcessor {
  private static final int MAX_LENGTH_DIGITS = 15;
  private static final int MAX_CHUNK_DIGITS = 8;
  private static final int MAX_EXTENSION_BYTES = 256;

  private enum State {
    START,
    START_LF,
    METHOD,
    TARGET,
    VERSION,
    LINE_LF,
    LINE_START,
    NAME,
    VALUE_START,
    VALUE,
    END_LF,
    BODY,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_LF,
    CHUNK_DATA,
    CHUNK_DATA_CR,
    CHUNK_DATA_LF,
    REFUSED
  }

  private final FieldBytes name = new FieldBytes(20);
  private final FieldBytes value = new FieldBytes(260);
  private final FieldBytes version = new FieldBytes(8);

  private State state = State.START;
  private boolean trailers;
  private boolean blankSeen;
  private boolean http10;
  private boolean chunked;
  private boolean captured;
  private int hosts;
  private int lengths;
  private int codings;
  private long remaining;
  private int digits;
  private int extensionBytes;
  private boolean headEnded;
  private boolean brokeInBody;

  /** Whether a byte was read that no request may have there. */
  boolean isRefused() {
    return state == State.REFUSED;
  }

  /** Whether the next byte belongs to the head of a request that is not whole yet. */
  boolean isInHead() {
    return !trailers && state.compareTo(State.BODY) < 0 && state != State.START;
  }

  /** Whether the byte that was refused stood in a body, whose head has been passed. */
  boolean brokeInBody() {
    return brokeInBody;
  }

  /**
   * Reads on, up to the end of a head or of the bytes.
   *
   * @return the index after what was read; where a request is refused, no byte from that head on
   *     may be passed
   */
  int scan(ByteBuf bytes, int from) {
    int at = from;
    headEnded = false;
    while (at < bytes.writerIndex() && !headEnded && state != State.REFUSED) {
      if (state == State.BODY || state == State.CHUNK_DATA) {
        at += skip(bytes.writerIndex() - at);
      } else {
        if (isInPlainValue()) {
          at = Octets.skipVisible(bytes, at);
        }
        int stop = bytes.forEachByte(at, bytes.writerIndex() - at, this);
        at = stop < 0 ? bytes.writerIndex() : stop + 1;
      }
    }
    return at;
  }

  private int skip(int available) {
    int skipped = (int) Math.min(available, remaining);
    remaining -= skipped;
    if (remaining == 0) {
      state = state == State.BODY ? begin() : State.CHUNK_DATA_CR;
    }
    return skipped;
  }

  /** In a value that is only passed on, such as a token, which is most of many a head. */
  private boolean isInPlainValue() {
    return state == State.VALUE && !captured;
  }

  /**
   * Goes on while true: stops where a head ends, where data or a value to be passed on begin, and
   * where it refuses.
   */
  @Override
  public boolean process(byte signed) {
    int octet = signed & 0xff;
    if (state == State.VALUE) {
      brokeInBody = trailers;
      return inValue(octet);
    }
    boolean inBody = trailers || state.compareTo(State.BODY) > 0;
    state = next(octet);
    brokeInBody = inBody && state == State.REFUSED;
    return !headEnded
        && state != State.REFUSED
        && state != State.BODY
        && state != State.CHUNK_DATA
        && !isInPlainValue();
  }

  private State next(int octet) {
    return switch (state) {
      case START -> start(octet);
      case START_LF -> octet == '\n' ? State.START : State.REFUSED;
      case METHOD -> octet == ' ' ? State.TARGET : only(Octets.isToken(octet), State.METHOD);
      case TARGET -> target(octet);
      case VERSION -> version(octet);
      case LINE_LF -> octet == '\n' ? State.LINE_START : State.REFUSED;
      case LINE_START -> lineStart(octet);
      case NAME -> name(octet);
      case VALUE_START -> valueStart(octet);
      case END_LF -> octet == '\n' ? end() : State.REFUSED;
      case CHUNK_SIZE -> chunkSize(octet);
      case CHUNK_EXTENSION -> chunkExtension(octet);
      case CHUNK_LF -> octet == '\n' ? chunkBegins() : State.REFUSED;
      case CHUNK_DATA_CR -> octet == '\r' ? State.CHUNK_DATA_LF : State.REFUSED;
      case CHUNK_DATA_LF -> octet == '\n' ? nextChunk() : State.REFUSED;
      default -> State.REFUSED;
    };
  }

  private static State only(boolean allowed, State then) {
    return allowed ? then : State.REFUSED;
  }

  private State begin() {
    trailers = false;
    blankSeen = false;
    chunked = false;
    hosts = 0;
    lengths = 0;
    codings = 0;
    remaining = 0;
    return State.START;
  }

  private State start(int octet) {
    // §2.2: one empty line before a request is ignored.
    if (octet == '\r' && !blankSeen) {
      blankSeen = true;
      return State.START_LF;
    }
    trailers = false;
    version.clear();
    return only(Octets.isToken(octet), State.METHOD);
  }

  private State target(int octet) {
    // Its form is looked at where routes are found; here only that it ends where it seems to.
    return octet == ' ' ? State.VERSION : only(octet > 0x20 && octet < 0x7f, State.TARGET);
  }

  private State version(int octet) {
    if (octet != '\r') {
      // §2.3: the name is upper case.
      return only(version.add(octet) && (octet < 'a' || octet > 'z'), State.VERSION);
    }
    http10 = version.is("http/1.0");
    return only(http10 || version.is("http/1.1"), State.LINE_LF);
  }

  private State lineStart(int octet) {
    if (octet == '\r') {
      return State.END_LF;
    }
    // §5.2: an obs-fold begins with a space; no token does.
    name.clear();
    return name(octet, false);
  }

  private State name(int octet) {
    return name(octet, true);
  }

  private State name(int octet, boolean mayEnd) {
    if (octet == ':' && mayEnd) {
      captured = isFraming();
      value.clear();
      return captured && trailers ? State.REFUSED : State.VALUE_START;
    }
    // A longer name is none of those that matter here.
    name.add(octet);
    return only(Octets.isToken(octet), State.NAME);
  }

  private boolean isFraming() {
    return name.is("host") || name.is("content-length") || name.is("transfer-encoding");
  }

  private State valueStart(int octet) {
    if (octet == ' ' || octet == '\t') {
      return State.VALUE_START;
    }
    state = State.VALUE;
    inValue(octet);
    return state;
  }

  private boolean inValue(int octet) {
    if (octet == '\r') {
      state = valueEnds() ? State.LINE_LF : State.REFUSED;
    } else if (!Octets.isFieldValue(octet) || (captured && !value.add(octet))) {
      state = State.REFUSED;
    }
    return state != State.REFUSED;
  }

  private boolean valueEnds() {
    if (!captured) {
      return true;
    }
    value.trimEnd();
    if (name.is("host")) {
      hosts++;
      return hosts == 1 && value.isHost();
    }
    if (name.is("content-length")) {
      lengths++;
      remaining = value.number(MAX_LENGTH_DIGITS);
      return lengths == 1 && remaining >= 0;
    }
    codings++;
    chunked = value.is("chunked");
    return codings == 1 && chunked;
  }

  private State end() {
    if (trailers) {
      return begin();
    }
    headEnded = true;
    boolean missingHost = hosts == 0 && !http10;
    // §6.1: a coding beside a length, or from a client of 1.0, is how requests are smuggled.
    if (missingHost || (codings > 0 && (lengths > 0 || http10))) {
      return State.REFUSED;
    }
    if (chunked) {
      return nextChunk();
    }
    return remaining > 0 ? State.BODY : begin();
  }

  private State nextChunk() {
    remaining = 0;
    digits = 0;
    extensionBytes = 0;
    return State.CHUNK_SIZE;
  }

  private State chunkSize(int octet) {
    int digit = Character.digit(octet, 16);
    if (digit >= 0) {
      remaining = remaining << 4 | digit;
      return only(++digits <= MAX_CHUNK_DIGITS, State.CHUNK_SIZE);
    }
    if (digits == 0) {
      return State.REFUSED;
    }
    return octet == '\r' ? State.CHUNK_LF : only(octet == ';', State.CHUNK_EXTENSION);
  }

  private State chunkExtension(int octet) {
    if (octet == '\r') {
      return State.CHUNK_LF;
    }
    boolean allowed = Octets.isFieldValue(octet) && ++extensionBytes <= MAX_EXTENSION_BYTES;
    return only(allowed, State.CHUNK_EXTENSION);
  }

  private State chunkBegins() {
    if (remaining > 0) {
      return State.CHUNK_DATA;
    }
    trailers = true;
    return State.LINE_START;
  }
}
