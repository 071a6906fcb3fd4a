package io.github.multipaxos.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Summaries as a picture: for each cell a group of bars, one per system, as high as its fraction of
 * the yardstick, with the smallest and the largest repeat marked. An SVG that is readable on light
 * and on dark paper.
 */
public final class Chart {

  private static final String[] COLOURS = {
    "#3b82c4", "#d9822b", "#3d9a5f", "#b05cb8", "#c94f4f", "#8a8a3a", "#5a6fd0"
  };
  private static final int NARROWEST = 360;
  private static final int LEFT = 48;
  private static final int TOP = 56;
  private static final int HEIGHT = 240;
  private static final int BOTTOM = 48;
  private static final int BAR = 22;
  private static final int GROUP_GAP = 34;
  private static final int LEGEND_STEP = 96;
  private static final double GRID_STEP = 0.25;
  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f; }
        .small { font-size: 10px; }
        .grid { stroke: #8c959f; stroke-opacity: 0.4; }
        .whisker { stroke: #24292f; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .whisker { stroke: #e6edf3; }
        }
      </style>
      """;

  private final List<Cell> cells = new ArrayList<>();
  private final List<String> systems = new ArrayList<>();
  private final List<Summary> summaries = new ArrayList<>();
  private final double top;

  private Chart(List<Summary> all, String yardstick) {
    double highest = 1;
    for (Summary summary : all) {
      if (!summary.system().equals(yardstick) && summary.ratio().isPresent()) {
        add(summary);
        highest = Math.max(highest, summary.ratio().get().max());
      }
    }
    this.top = Math.ceil(highest / GRID_STEP) * GRID_STEP;
  }

  private void add(Summary summary) {
    summaries.add(summary);
    if (!cells.contains(summary.cell())) {
      cells.add(summary.cell());
    }
    if (!systems.contains(summary.system())) {
      systems.add(summary.system());
    }
  }

  /**
   * Draws the chart.
   *
   * @param yardstick the system that others are measured against, and which therefore has no bars
   */
  public static String svg(List<Summary> summaries, String yardstick) {
    return new Chart(summaries, yardstick).draw(yardstick);
  }

  private String draw(String yardstick) {
    int width = LEFT + Math.max(cells.size(), 1) * groupWidth() + GROUP_GAP;
    width = Math.max(width, Math.max(NARROWEST, LEFT + systems.size() * LEGEND_STEP));
    int height = TOP + HEIGHT + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" role=\"img\">%n",
            width,
            height,
            width,
            height));
    svg.append(STYLE);
    text(svg, LEFT, 18, "start", "", "operations per second, as a fraction of " + yardstick);
    legend(svg);
    grid(svg, width);
    for (int i = 0; i < cells.size(); i++) {
      label(svg, i);
    }
    summaries.forEach(summary -> bar(svg, summary));
    return svg.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
  }

  private int groupWidth() {
    return systems.size() * BAR + GROUP_GAP;
  }

  private double y(double ratio) {
    return TOP + HEIGHT * (1 - ratio / top);
  }

  private void legend(StringBuilder svg) {
    for (int i = 0; i < systems.size(); i++) {
      int x = LEFT + i * LEGEND_STEP;
      rectangle(svg, x, 28, 12, 12, colour(i));
      text(svg, x + 18, 38, "start", "", systems.get(i));
    }
  }

  private void grid(StringBuilder svg, int width) {
    for (double ratio = 0; ratio <= top; ratio += GRID_STEP) {
      line(svg, "grid", LEFT, y(ratio), width - 8, y(ratio));
      text(svg, LEFT - 8, y(ratio) + 4, "end", "", String.format(Locale.ROOT, "%.2f", ratio));
    }
  }

  private void label(StringBuilder svg, int group) {
    String[] parts = cells.get(group).toString().split(", ");
    double middle = LEFT + (group + 0.5) * groupWidth();
    text(svg, middle, TOP + HEIGHT + 18, "middle", "", parts[0]);
    text(svg, middle, TOP + HEIGHT + 34, "middle", "", parts[1]);
  }

  private void bar(StringBuilder svg, Summary summary) {
    Spread ratio = summary.ratio().orElseThrow();
    int system = systems.indexOf(summary.system());
    double x = LEFT + cells.indexOf(summary.cell()) * groupWidth() + GROUP_GAP / 2.0 + system * BAR;
    rectangle(svg, x + 1, y(ratio.median()), BAR - 2, y(0) - y(ratio.median()), colour(system));
    line(svg, "whisker", x + BAR / 2.0, y(ratio.min()), x + BAR / 2.0, y(ratio.max()));
    text(
        svg,
        x + BAR / 2.0,
        y(ratio.max()) - 4,
        "middle",
        "small",
        String.format(Locale.ROOT, "%.2f", ratio.median()));
  }

  private static String colour(int system) {
    return COLOURS[system % COLOURS.length];
  }

  private static void rectangle(
      StringBuilder svg, double x, double y, double width, double height, String fill) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            fill));
  }

  private static void line(
      StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String style, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            style,
            x,
            y,
            anchor,
            escaped));
  }
}
