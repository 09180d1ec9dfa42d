package signet.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A horizontal bar chart as SVG, readable on light and dark ground. */
final class BarChart {
  private static final int LEAST_LABEL_WIDTH = 130;
  private static final int CHARACTER_WIDTH = 7;
  private static final int BAR_WIDTH = 420;
  private static final int VALUE_WIDTH = 110;
  private static final int ROW_HEIGHT = 24;
  private static final int TITLE_HEIGHT = 34;

  private static final Pattern OURS = Pattern.compile("[Ss]ignet");

  private final String title;
  private final Map<String, Double> values;
  private final String unit;

  /**
   * A chart of values in their given order.
   *
   * @param unit stands behind each value
   */
  BarChart(String title, Map<String, Double> values, String unit) {
    this.title = title;
    this.values = values;
    this.unit = unit;
  }

  String toSvg() {
    int width = labelWidth() + BAR_WIDTH + VALUE_WIDTH;
    int height = TITLE_HEIGHT + values.size() * ROW_HEIGHT + 10;
    double largest = values.values().stream().mapToDouble(v -> v).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">%n",
            width,
            height,
            width,
            height));
    svg.append(
        String.format(
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                + "<text x=\"10\" y=\"22\" font-size=\"15\" font-weight=\"bold\""
                + " fill=\"#1b1f24\">%s</text>%n",
            title));
    int y = TITLE_HEIGHT;
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      svg.append(row(entry.getKey(), entry.getValue(), largest, y));
      y += ROW_HEIGHT;
    }
    return svg.append("</svg>\n").toString();
  }

  private int labelWidth() {
    int longest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    return Math.max(LEAST_LABEL_WIDTH, longest * CHARACTER_WIDTH + 16);
  }

  private String row(String label, double value, double largest, int y) {
    double bar = Math.max(1, value / largest * BAR_WIDTH);
    String colour =
        OURS.matcher(label).lookingAt()
            ? "#1a7f5a"
            : label.startsWith("jca") ? "#9aa4b2" : "#4f6bed";
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1b1f24\">%s</text>"
            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>"
            + "<text x=\"%.1f\" y=\"%d\" fill=\"#1b1f24\">%s %s</text>%n",
        labelWidth() - 8,
        y + 13,
        label,
        labelWidth(),
        y,
        bar,
        colour,
        labelWidth() + bar + 6,
        y + 13,
        PerformancePage.figure(value),
        unit);
  }
}
