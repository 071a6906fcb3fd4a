package io.github.multipaxos.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the sources readable and the tests quick. */
class TidyTest {

  private static final int PROTOCOL_LINES = 300;
  private static final int LINES = 400;
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final ArchRule NO_SLEEP =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class)
          .allowEmptyShould(true);

  /** Returns what is untidy about a source file. */
  private static List<String> faultsOf(Path file, String text) {
    List<String> faults = new ArrayList<>();
    long lines = text.lines().count();
    int limit = isProtocol(file) ? PROTOCOL_LINES : LINES;
    if (lines > limit) {
      faults.add(file + " has " + lines + " lines; split it, the limit here is " + limit);
    }
    if (UNFINISHED.matcher(text).find()) {
      faults.add(file + " has something left to do; do it");
    }
    return faults;
  }

  private static boolean isProtocol(Path file) {
    return file.startsWith(Sources.MAIN) && file.getParent().endsWith("protocol");
  }

  /** Returns the packages of these files that lack a description under null checking. */
  private static TreeSet<Path> undescribed(List<Path> files) {
    TreeSet<Path> packages = new TreeSet<>();
    for (Path file : files) {
      if (!file.endsWith("module-info.java") && !isDescribed(file.getParent())) {
        packages.add(file.getParent());
      }
    }
    return packages;
  }

  private static boolean isDescribed(Path folder) {
    Path description = folder.resolve("package-info.java");
    if (!Files.exists(description)) {
      return false;
    }
    String text = Sources.read(description);
    return text.contains("@NullMarked\npackage ") && text.startsWith("/**");
  }

  @Test
  void holdsForEverySource() {
    List<Path> files = new ArrayList<>(Sources.of(Sources.MAIN));
    files.addAll(Sources.of(Sources.TEST));

    assertThat(files).hasSizeGreaterThan(100);
    for (Path file : files) {
      assertThat(faultsOf(file, Sources.read(file))).isEmpty();
    }
  }

  @Test
  void describesEveryPackage() {
    assertThat(undescribed(Sources.of(Sources.MAIN))).isEmpty();
  }

  @Test
  void seesAPackageThatIsNotDescribed() {
    Path undescribed = Path.of("src/test/java/io/github/multipaxos/architecture/breaking");

    assertThat(undescribed(Sources.of(undescribed))).contains(undescribed);
  }

  @Test
  void neverSleeps() {
    JavaClasses tests =
        MainClasses.tests()
            .that(
                DescribedPredicate.describe(
                    "are not broken on purpose",
                    type -> !type.getPackageName().startsWith(MainClasses.BREAKING)));

    assertThat(tests).hasSizeGreaterThan(50);
    assertThat(NO_SLEEP.evaluate(tests).getFailureReport().getDetails()).isEmpty();
    assertThat(NO_SLEEP.evaluate(MainClasses.ALL).getFailureReport().getDetails()).isEmpty();
  }

  @Test
  void seesASleeper() {
    assertThat(NO_SLEEP.evaluate(MainClasses.BROKEN).getFailureReport().getDetails())
        .hasSize(2)
        .allMatch(it -> it.contains("breaking.Sleeps"));
  }

  @ParameterizedTest
  @CsvSource({
    "src/main/java/io/github/multipaxos/protocol/A.java, 300, 0",
    "src/main/java/io/github/multipaxos/protocol/A.java, 301, 1",
    "src/main/java/io/github/multipaxos/node/A.java, 400, 0",
    "src/main/java/io/github/multipaxos/node/A.java, 401, 1",
    "src/test/java/io/github/multipaxos/protocol/A.java, 400, 0",
    "src/test/java/io/github/multipaxos/protocol/A.java, 401, 1",
  })
  void seesAFileThatIsTooLong(Path file, int lines, int faults) {
    assertThat(faultsOf(file, "line\n".repeat(lines))).hasSize(faults);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TO" + "DO", "FIX" + "ME", "XX" + "X"})
  void seesWhatIsLeftToDo(String word) {
    assertThat(faultsOf(Path.of("src/main/java/A.java"), "  // " + word + ": later\n")).hasSize(1);
    assertThat(faultsOf(Path.of("src/main/java/A.java"), "  // " + word + "S\n")).isEmpty();
  }
}
