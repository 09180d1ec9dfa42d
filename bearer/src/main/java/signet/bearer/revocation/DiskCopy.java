package signet.bearer.revocation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was known of a feed, in a file, for the next start. Text: a first line with the version, the
 * position and when it was fresh, then a line an entry. Names of sessions and subjects alone, no
 * secrets; still for its owner only.
 */
final class DiskCopy {
  private static final String VERSION = "signet-revocations-1";
  private static final long MAX_BYTES = 256L << 20;

  private final Path file;

  /**
   * What a file holds.
   *
   * @param freshAtMillis by the wall clock
   */
  record Content(FeedPosition position, long freshAtMillis, List<Revocation> entries) {}

  DiskCopy(Path file) {
    this.file = file;
  }

  /** Writes aside and moves, so that a crash leaves a whole file. */
  void save(Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("the copy of the revocations has no folder");
    }
    // Made with mode 0600 where the system knows modes.
    Path partial = Files.createTempFile(folder, ".revocations", ".partial");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(partial)) {
        out.write(VERSION + " " + content.position + " " + content.freshAtMillis + "\n");
        for (Revocation entry : content.entries) {
          out.write(line(entry));
        }
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static String line(Revocation entry) throws IOException {
    if (entry.value().indexOf('\n') >= 0 || entry.value().indexOf('\r') >= 0) {
      throw new IOException("an entry that has no place in a file of lines");
    }
    // The value last, since only that can hold a space.
    return String.join(
            " ",
            entry.kind().word(),
            Long.toString(entry.minVersion()),
            Long.toString(entry.expiresAt()),
            entry.value())
        + "\n";
  }

  /**
   * What the file holds, or empty where there is none.
   *
   * @throws IOException if it cannot be read, or is not whole
   */
  Optional<Content> load() throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("the copy of the revocations is too large");
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return Optional.of(parse(lines));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("the copy of the revocations is damaged", e);
    }
  }

  private static Content parse(List<String> lines) {
    String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    if (first.length != 3 || !first[0].equals(VERSION)) {
      throw new IllegalArgumentException("no copy of revocations");
    }
    FeedPosition position = FeedPosition.parse(first[1]).orElseThrow(IllegalArgumentException::new);
    List<Revocation> entries = new ArrayList<>(lines.size());
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(" ", 4);
      if (fields.length != 4) {
        throw new IllegalArgumentException("no entry");
      }
      entries.add(
          new Revocation(
              Revocation.Kind.ofWord(fields[0]),
              fields[3],
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2])));
    }
    return new Content(position, Long.parseLong(first[2]), entries);
  }
}
