package signet.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;

/**
 * What there is to read, as {@code docs/README.md} lists it: pages under headings. Immutable.
 *
 * @param sections by heading, in order
 */
record Contents(Map<String, List<Entry>> sections) {
  /** A page, and what it is called here. */
  record Entry(String label, Path path) {}

  private static final Path PAGE = Path.of("docs/README.md");

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
    return new Contents(sections);
  }
}
