package signet.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A page of Markdown, read. Immutable, but for the tree, which nothing here changes.
 *
 * @param path below the root, such as {@code docs/guides/keys.md}
 * @param title its first heading
 * @param headings in order, the title among them
 * @param targets of links and images, as they are written
 */
record Page(Path path, Node tree, String title, List<Section> headings, List<String> targets) {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).build();

  /** A heading and the name by which a link reaches it. */
  record Section(int level, String text, String id) {}

  static Page read(Path root, Path path) throws IOException {
    Node tree = PARSER.parse(Files.readString(root.resolve(path)));
    List<Section> headings = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    // As the renderer names them: the same words in the same order.
    IdGenerator ids = IdGenerator.builder().build();
    tree.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            String text = text(heading);
            headings.add(new Section(heading.getLevel(), text, ids.generateId(text)));
            visitChildren(heading);
          }

          @Override
          public void visit(Link link) {
            targets.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            targets.add(image.getDestination());
          }
        });
    String title = headings.isEmpty() ? path.toString() : headings.get(0).text();
    return new Page(path, tree, title, List.copyOf(headings), List.copyOf(targets));
  }

  /** What a part of a page says, without its markup. */
  static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  /** The names by which links reach its headings. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    headings.forEach(heading -> anchors.add(heading.id()));
    return anchors;
  }

  /** Its body as HTML; links are as they are written. */
  String html() {
    return RENDERER.render(tree);
  }
}
