package signet.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Ids among the arguments. A key's or a session's is base64url, so one in 64 begins with a dash,
 * and would be taken for an option: {@code signet key compromise} must not fail for it.
 */
final class IdArguments {
  private static final String NO_MORE_OPTIONS = "--";

  /** 16 bytes of a session or an access token, 32 of a key's thumbprint. */
  private static final Pattern ID = Pattern.compile("-(?:[\\w-]{21}|[\\w-]{42})");

  private IdArguments() {}

  /**
   * The same arguments, with those ids behind {@code --}, where nothing is an option, or behind the
   * equals sign of the option whose value they are.
   */
  static String[] behindOptions(CommandLine root, String... arguments) {
    CommandLine command = root;
    List<String> ids = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int next = 0;
    while (next < arguments.length && !arguments[next].equals(NO_MORE_OPTIONS)) {
      String argument = arguments[next++];
      command = command.getSubcommands().getOrDefault(argument, command);
      boolean looksLikeOption = ID.matcher(argument).matches() && option(command, argument) == null;
      if (!looksLikeOption) {
        others.add(argument);
      } else if (!others.isEmpty() && takesValue(command, others.getLast())) {
        others.add(others.removeLast() + "=" + argument);
      } else {
        ids.add(argument);
      }
    }
    int rest = Math.min(next + 1, arguments.length);
    if (ids.isEmpty() && next == arguments.length) {
      return others.toArray(String[]::new);
    }
    others.add(NO_MORE_OPTIONS);
    others.addAll(ids);
    others.addAll(Arrays.asList(arguments).subList(rest, arguments.length));
    return others.toArray(String[]::new);
  }

  private static boolean takesValue(CommandLine command, String argument) {
    OptionSpec option = option(command, argument);
    return option != null && option.arity().max() > 0;
  }

  private static @Nullable OptionSpec option(CommandLine command, String argument) {
    return command.getCommandSpec().optionsMap().get(argument);
  }
}
