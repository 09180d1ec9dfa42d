package signet.cli.explain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.bearer.BearerRequest;

/**
 * What somebody pasted, as the request that it is: a token, header lines, a URL or a curl command.
 * Immutable; never shows itself.
 */
public final class Presented {
  /** What was pasted. */
  public enum Form {
    /** A token and nothing else. */
    TOKEN,
    /** Header lines, or the value of one. */
    HEADERS,
    /** An address, perhaps with a token in it. */
    URL,
    /** A curl command. */
    CURL
  }

  private static final int MAX_LINES = 200;
  private static final Pattern HEADER =
      Pattern.compile("\\s*[\"']?([A-Za-z][A-Za-z0-9-]*)[\"']?\\s*:(.*)", Pattern.DOTALL);
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?is)\\s*(bearer|dpop|basic)(\\s.*)?");
  private static final Pattern CODE =
      Pattern.compile(
          "([\"'`])((?:bearer|dpop|basic)\\b.*)\\1[,;)}]*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://\\S+");
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)[?#&](access_token|id_token|refresh_token|token|jwt|bearer)=([^&#]*)");

  private final Form form;
  private final List<String> authorization = new ArrayList<>();
  private final List<String> proofs = new ArrayList<>();
  private String method = "GET";
  private Optional<String> target = Optional.empty();
  private Optional<String> inAddress = Optional.empty();

  private Presented(Form form) {
    this.form = form;
  }

  /** Reads what was pasted; anything that is nothing else is a token. */
  public static Presented parse(String pasted) {
    String text = pasted.strip();
    if (text.startsWith("curl ") || text.startsWith("$ curl ")) {
      return ofCurl(text.substring(text.indexOf("curl ") + 5));
    }
    if (ADDRESS.matcher(text).matches()) {
      Presented presented = new Presented(Form.URL);
      presented.address(text);
      return presented;
    }
    if (CREDENTIALS.matcher(text).matches()) {
      Presented presented = new Presented(Form.HEADERS);
      presented.authorization.add(text);
      return presented;
    }
    if (Pattern.compile("(?im)^\\s*[\"']?authorization[\"']?\\s*:").matcher(text).find()) {
      return ofHeaders(text);
    }
    return ofToken(pasted);
  }

  /** A token that stands after {@code Bearer}, whatever it looks like. */
  public static Presented ofToken(String token) {
    Presented presented = new Presented(Form.TOKEN);
    presented.authorization.add("Bearer " + token);
    return presented;
  }

  /** The lines of a request's {@code Authorization} header, as a service gets them. */
  public static Presented ofLines(List<String> authorization) {
    Presented presented = new Presented(Form.HEADERS);
    presented.authorization.addAll(authorization);
    return presented;
  }

  /** With what a proof of possession is looked for in (RFC 9449). */
  public Presented withProofs(List<String> values, String newMethod, String newTarget) {
    Presented presented = ofLines(authorization);
    presented.proofs.addAll(values);
    presented.method = newMethod;
    presented.target = Optional.of(newTarget);
    return presented;
  }

  private static Presented ofHeaders(String text) {
    Presented presented = new Presented(Form.HEADERS);
    StringBuilder header = new StringBuilder();
    for (String line : text.lines().limit(MAX_LINES).toList()) {
      if (HEADER.matcher(line).matches() || line.isBlank()) {
        presented.header(header.toString());
        header.setLength(0);
      }
      // A line that begins no header goes on with the one before, as it was broken.
      header.append(header.isEmpty() ? "" : "\n").append(line);
    }
    presented.header(header.toString());
    return presented;
  }

  private void header(String line) {
    Matcher header = HEADER.matcher(line);
    if (!header.matches()) {
      return;
    }
    String value = header.group(2).strip();
    switch (header.group(1).toLowerCase(Locale.ROOT)) {
      case "authorization" -> authorization.add(withoutCode(value));
      case "dpop" -> proofs.add(value);
      default -> {
        // Other headers bear on nothing.
      }
    }
  }

  /** A header as a program writes it: {@code "Authorization": "Bearer …",}. */
  private static String withoutCode(String value) {
    Matcher code = CODE.matcher(value);
    return code.matches() ? code.group(2) : value;
  }

  private static Presented ofCurl(String command) {
    Presented presented = new Presented(Form.CURL);
    Iterator<String> words = ShellWords.split(command).iterator();
    while (words.hasNext()) {
      presented.curlWord(words.next(), words);
    }
    return presented;
  }

  private void curlWord(String word, Iterator<String> rest) {
    if (word.startsWith("-H") && word.length() > 2) {
      header(word.substring(2));
      return;
    }
    String value = ShellWords.TAKE_VALUE.contains(word) && rest.hasNext() ? rest.next() : "";
    switch (word) {
      case "-H", "--header" -> header(value);
      case "--oauth2-bearer" -> authorization.add("Bearer " + value);
      case "-u", "--user" -> authorization.add("Basic …");
      case "-X", "--request" -> method = value;
      case "--url" -> address(value);
      default -> {
        if (!word.startsWith("-")) {
          address(word);
        }
      }
    }
  }

  private void address(String address) {
    target = Optional.of(address.replaceFirst("[?#].*", ""));
    Matcher parameter = PARAMETER.matcher(address);
    if (parameter.find()) {
      inAddress = Optional.of(decoded(parameter.group(2)));
    }
  }

  private static String decoded(String parameter) {
    try {
      return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return parameter;
    }
  }

  /** What was pasted. */
  public Form form() {
    return form;
  }

  /** The request that a service would see. */
  public BearerRequest request() {
    BearerRequest request = BearerRequest.of(authorization);
    return target.isPresent() || !proofs.isEmpty()
        ? request.withProof(proofs, method, target.orElse(""))
        : request;
  }

  /** The lines of the header. */
  List<String> authorization() {
    return List.copyOf(authorization);
  }

  /** A token in the query or fragment of the address, where no service looks. */
  Optional<String> inAddress() {
    return inAddress;
  }

  /** What is most likely meant as the token; empty where nothing is. */
  String token() {
    for (String line : authorization) {
      Matcher credentials = CREDENTIALS.matcher(line);
      if (credentials.matches() && !credentials.group(1).equalsIgnoreCase("basic")) {
        return credentials.group(2) == null ? "" : credentials.group(2).strip();
      }
    }
    return authorization.isEmpty() ? inAddress.orElse("") : authorization.get(0).strip();
  }

  @Override
  public String toString() {
    return "Presented[" + form + "]";
  }
}
