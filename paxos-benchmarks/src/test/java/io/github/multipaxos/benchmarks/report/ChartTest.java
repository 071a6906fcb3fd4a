package io.github.multipaxos.benchmarks.report;

import static io.github.multipaxos.benchmarks.report.Samples.LARGE;
import static io.github.multipaxos.benchmarks.report.Samples.SMALL;
import static io.github.multipaxos.benchmarks.report.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {

  private static Document draw(List<Run> runs) throws Exception {
    String svg = Chart.svg(Summary.of(runs, "limit"), "limit");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static double number(NodeList elements, int at, String attribute) {
    return Double.parseDouble(((Element) elements.item(at)).getAttribute(attribute));
  }

  @Test
  void drawsABarForEachSystemButTheYardstickInEachCell() throws Exception {
    List<Run> runs =
        List.of(
            run("limit", SMALL, 1, 100),
            run("paxos", SMALL, 1, 75),
            run("other", SMALL, 1, 50),
            run("limit", LARGE, 1, 100),
            run("paxos", LARGE, 1, 25));

    Document chart = draw(runs);

    NodeList bars = chart.getElementsByTagName("rect");
    assertThat(bars.getLength()).isEqualTo(2 + 3); // the legend's two, then the bars
    assertThat(number(bars, 2, "height")).isEqualTo(180);
    assertThat(number(bars, 3, "height")).isEqualTo(120);
    assertThat(number(bars, 4, "height")).isEqualTo(60);
    assertThat(chart.getDocumentElement().getTextContent())
        .contains("16 KiB", "W=4,096", "0.75", "paxos", "other");
  }

  @Test
  void growsWithWhatIsFasterThanTheYardstick() throws Exception {
    Document chart = draw(List.of(run("limit", SMALL, 1, 100), run("paxos", SMALL, 1, 190)));

    NodeList bars = chart.getElementsByTagName("rect");
    assertThat(number(bars, 1, "height")).isEqualTo(228);
    assertThat(number(bars, 1, "y")).isEqualTo(68);
  }

  @Test
  void hasColoursForDarkPaper() {
    String svg = Chart.svg(List.of(), "limit");

    assertThat(svg).contains("prefers-color-scheme: dark").endsWith("</svg>\n");
  }
}
