package signet.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The links between the pages of a checkout: the README and its neighbours, and all of {@code
 * docs}. Addresses elsewhere are left alone.
 */
public final class Links {
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

  private final Path root;
  private final Map<Path, Page> pages;

  private Links(Path root, Map<Path, Page> pages) {
    this.root = root;
    this.pages = pages;
  }

  /** Reads all pages below that root. */
  static Links of(Path root) throws IOException {
    Map<Path, Page> pages = new TreeMap<>();
    for (Path folder : List.of(root, root.resolve("docs"))) {
      int depth = folder.equals(root) ? 1 : Integer.MAX_VALUE;
      try (Stream<Path> files = Files.walk(folder, depth)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".md")).toList()) {
          Path path = root.relativize(file);
          pages.put(path, Page.read(root, path));
        }
      }
    }
    return new Links(root, pages);
  }

  /** All pages, by their path below the root. */
  Map<Path, Page> pages() {
    return pages;
  }

  /** Sentences about links that lead nowhere; empty where all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Page page : pages.values()) {
      for (String target : page.targets()) {
        problem(page, target).ifPresent(said -> problems.add(page.path() + ": " + said));
      }
    }
    return problems;
  }

  /**
   * Reads a checkout and says what is wrong with its links.
   *
   * @throws IOException if a page cannot be read
   */
  public static List<String> problems(Path root) throws IOException {
    return of(root).problems();
  }

  private Optional<String> problem(Page page, String target) {
    if (ELSEWHERE.matcher(target).matches()) {
      return Optional.empty();
    }
    String[] parts = target.split("#", 2);
    Path path = parts[0].isEmpty() ? page.path() : resolve(page, parts[0]);
    if (!path.startsWith("..") && !Files.exists(root.resolve(path))) {
      return Optional.of(target + " is not there");
    }
    if (path.startsWith("..")) {
      return Optional.of(target + " leads out of the project");
    }
    if (parts.length == 2) {
      Page reached = pages.get(path);
      if (reached == null || !reached.anchors().contains(parts[1])) {
        return Optional.of(target + " has no such heading");
      }
    }
    return Optional.empty();
  }

  /** Where a relative address leads, below the root. */
  static Path resolve(Page page, String address) {
    return page.path().resolveSibling(address).normalize();
  }

  /** Whether an address is one of another place. */
  static boolean isElsewhere(String address) {
    return ELSEWHERE.matcher(address).matches();
  }
}
