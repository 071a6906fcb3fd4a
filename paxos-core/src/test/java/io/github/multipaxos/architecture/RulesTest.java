package io.github.multipaxos.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of the protocol and the code that cites them stay together: no citation without a rule,
 * and no rule that nothing cites.
 */
class RulesTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");

  /** A rule is headed by its number in bold, at the beginning of a line. */
  private static final Pattern HEADING = Pattern.compile("(?m)^\\*\\*([A-Z]\\d+)\\*\\*");

  /** As in "rule A1", "Rules P3, P4 and P8". */
  private static final Pattern CITATION =
      Pattern.compile("\\b[Rr]ules? ([A-Z]\\d+(?:(?:, | and |, and | or )[A-Z]\\d+)*)");

  private static final Pattern NUMBER = Pattern.compile("[A-Z]\\d+");

  /** A citation may be broken over two lines of a comment. */
  private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*(?:\\*|//)?\\s*");

  private static SortedSet<String> rules(Path document) {
    if (!Files.exists(document)) {
      throw new AssertionError(
          document.toAbsolutePath().normalize()
              + " is missing: the rules that the code cites are numbered there");
    }
    SortedSet<String> rules = new TreeSet<>();
    Matcher matcher = HEADING.matcher(Sources.read(document));
    while (matcher.find()) {
      if (!rules.add(matcher.group(1))) {
        throw new AssertionError("rule " + matcher.group(1) + " is there twice in " + document);
      }
    }
    return rules;
  }

  private static SortedSet<String> citations(String text) {
    SortedSet<String> cited = new TreeSet<>();
    Matcher citation = CITATION.matcher(LINE_BREAK.matcher(text).replaceAll(" "));
    while (citation.find()) {
      Matcher number = NUMBER.matcher(citation.group(1));
      while (number.find()) {
        cited.add(number.group());
      }
    }
    return cited;
  }

  private static SortedSet<String> citations(List<Path> files) {
    SortedSet<String> cited = new TreeSet<>();
    files.forEach(file -> cited.addAll(citations(Sources.read(file))));
    return cited;
  }

  @Test
  void existForEveryCitation() {
    SortedSet<String> rules = rules(DOCUMENT);

    for (Path file : Sources.of(Sources.MAIN)) {
      assertThat(rules).as("cited in %s", file).containsAll(citations(Sources.read(file)));
    }
  }

  @Test
  void areCitedEachSomewhere() {
    SortedSet<String> cited = citations(Sources.of(Sources.MAIN));
    cited.addAll(citations(Sources.of(Sources.TEST)));

    assertThat(rules(DOCUMENT)).hasSizeGreaterThan(30).allMatch(cited::contains);
  }

  @Test
  void areFoundAtTheirHeadingsOnly(@TempDir Path folder) throws Exception {
    Path document =
        Files.writeString(
            folder.resolve("protocol.md"), "**A1** One.\nas **A2**\n\n**P10** Ten.\n");

    assertThat(rules(document)).containsExactly("A1", "P10");
  }

  @Test
  void areMissedWithAClearWord(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("protocol.md");
    assertThatThrownBy(() -> rules(missing))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("protocol.md is missing");

    Path doubled = Files.writeString(folder.resolve("doubled.md"), "**A1** One.\n\n**A1** One.\n");
    assertThatThrownBy(() -> rules(doubled)).hasMessageContaining("A1 is there twice");
  }

  @Test
  void areFoundWhereverTheyAreCited() {
    assertThat(citations("/** Rule" + " A1. Promises. */")).containsExactly("A1");
    assertThat(citations("// see rule" + " P5, as above")).containsExactly("P5");
    assertThat(citations("Rules" + " P3, P4 and P8. Proposes")).containsExactly("P3", "P4", "P8");
    assertThat(citations("(rule\n   * L4). From here")).containsExactly("L4");
    assertThat(citations("rules" + " C1 and\n   // C3")).containsExactly("C1", "C3");
    assertThat(citations("the ruler A1 and P1")).isEmpty();
  }
}
