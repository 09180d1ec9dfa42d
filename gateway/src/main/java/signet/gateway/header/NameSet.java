package signet.gateway.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of headers, looked up without making anything, whatever their case, and with any other sign
 * for {@code -}: handed on as variables of a process, as CGI has them, all are the same. Immutable.
 */
final class NameSet {
  private final @Nullable String[] slots;
  private final int mask;
  private final List<String> prefixes;

  /**
   * Those names.
   *
   * @param names a star at the end stands for every end
   */
  NameSet(Collection<String> names) {
    int capacity = Integer.highestOneBit(Math.max(8, names.size() * 4)) * 2;
    slots = new String[capacity];
    mask = capacity - 1;
    prefixes = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith("*")) {
        prefixes.add(name.substring(0, name.length() - 1));
      } else {
        add(name);
      }
    }
  }

  private void add(String name) {
    int slot = hash(name) & mask;
    while (slots[slot] != null) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = name;
  }

  boolean contains(CharSequence name) {
    for (int slot = hash(name) & mask; ; slot = (slot + 1) & mask) {
      String there = slots[slot];
      if (there == null) {
        break;
      }
      if (there.length() == name.length() && startsWith(name, there)) {
        return true;
      }
    }
    for (int i = 0; i < prefixes.size(); i++) {
      if (startsWith(name, prefixes.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(CharSequence name, String prefix) {
    if (name.length() < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (fold(name.charAt(i)) != fold(prefix.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int hash(CharSequence name) {
    int hash = name.length();
    for (int i = 0; i < name.length(); i++) {
      hash = hash * 31 + fold(name.charAt(i));
    }
    return hash ^ (hash >>> 15);
  }

  private static char fold(char c) {
    if (c >= 'A' && c <= 'Z') {
      return (char) (c | 0x20);
    }
    boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return plain ? c : '-';
  }
}
