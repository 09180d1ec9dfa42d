package signet.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes a static site of a checkout's pages. It is read from files, without network or script. */
public final class Site {
  private static final String STYLE = "style.css";

  private Site() {}

  /** The command: the root of the checkout, and the folder to write. */
  public static void main(String[] arguments) throws IOException {
    List<String> problems = write(Path.of(arguments[0]), Path.of(arguments[1]));
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.exit(1);
    }
    System.out.println("wrote " + Path.of(arguments[1], "index.html"));
  }

  /**
   * Writes the site anew.
   *
   * @return what is wrong with its links; empty where all is well
   */
  static List<String> write(Path root, Path target) throws IOException {
    Links links = Links.of(root);
    Contents contents = Contents.of(links);
    clear(target);
    for (Page page : links.pages().values()) {
      Path file = target.resolve(address(page.path()));
      Files.createDirectories(parent(file));
      Files.writeString(file, new Template(contents).whole(page));
    }
    copyWhatIsShown(root, target, links);
    try (InputStream style = Site.class.getResourceAsStream(STYLE)) {
      if (style == null) {
        throw new IOException(STYLE + " is missing from the class path");
      }
      Files.copy(style, target.resolve(STYLE), StandardCopyOption.REPLACE_EXISTING);
    }
    return links.problems();
  }

  private static void clear(Path target) throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> old = Files.walk(target)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(target);
  }

  /** Files that pages show or link to: pictures, the description of the HTTP interface. */
  private static void copyWhatIsShown(Path root, Path target, Links links) throws IOException {
    TreeSet<Path> files = new TreeSet<>();
    for (Page page : links.pages().values()) {
      page.targets().stream()
          .filter(address -> !Links.isElsewhere(address) && !address.startsWith("#"))
          .map(address -> Links.resolve(page, address.replaceFirst("#.*", "")))
          .filter(path -> !path.startsWith("..") && !path.toString().endsWith(".md"))
          .filter(path -> Files.isRegularFile(root.resolve(path)))
          .forEach(files::add);
    }
    for (Path file : files) {
      Path copy = target.resolve(file.toString());
      Files.createDirectories(parent(copy));
      Files.copy(root.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** Where a page is in the site. */
  static String address(Path page) {
    return page.toString()
        .replaceFirst("README\\.md$", "index.html")
        .replaceFirst("\\.md$", ".html");
  }
}
