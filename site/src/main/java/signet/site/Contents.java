package signet.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;

/**
 * What there is to read, as {@code docs/README.md} lists it: pages under headings; what it does not
 * list, decisions apart, comes last. Immutable.
 *
 * @param sections by heading, in order
 */
record Contents(Map<String, List<Entry>> sections) {
  /** A page, and what it is called here. */
  record Entry(String label, Path path) {}

  private static final Path PAGE = Path.of("docs/README.md");

  /** They have a list of their own. */
  private static final Path DECISIONS = Path.of("docs/decisions");

  static Contents of(Links links) {
    Page page = links.pages().get(PAGE);
    Map<String, List<Entry>> sections = new LinkedHashMap<>();
    if (page == null) {
      return new Contents(sections);
    }
    page.tree()
        .accept(
            new AbstractVisitor() {
              private String section = "";
              private int next;

              @Override
              public void visit(Heading heading) {
                section = page.headings().get(next++).text();
              }

              @Override
              public void visit(Link link) {
                Path path = Links.resolve(page, link.getDestination());
                if (links.pages().containsKey(path)) {
                  sections
                      .computeIfAbsent(section, name -> new ArrayList<>())
                      .add(new Entry(Page.text(link), path));
                }
              }
            });
    addUnlisted(links, sections);
    return new Contents(sections);
  }

  private static void addUnlisted(Links links, Map<String, List<Entry>> sections) {
    Set<Path> listed = new HashSet<>(Set.of(PAGE));
    sections.values().forEach(entries -> entries.forEach(entry -> listed.add(entry.path())));
    List<Entry> others =
        links.pages().values().stream()
            .filter(page -> !listed.contains(page.path()))
            .filter(page -> !page.path().startsWith(DECISIONS))
            .map(page -> new Entry(page.title(), page.path()))
            .toList();
    if (!others.isEmpty()) {
      sections.put("More", others);
    }
  }
}
