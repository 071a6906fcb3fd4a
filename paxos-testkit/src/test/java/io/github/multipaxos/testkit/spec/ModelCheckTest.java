package io.github.multipaxos.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The specification keeps its invariants in every state of every configuration; and with any one
 * rule switched off it does not, so that each rule is shown to matter and each invariant to look.
 */
@Tag("spec")
class ModelCheckTest {

  private static final Path SPEC = Path.of("..", "docs", "spec");

  @TempDir Path folder;

  @BeforeEach
  void copySpecification() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SPEC, "*.{tla,cfg}")) {
      for (Path file : files) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "disk", "ballots", "reads", "five", "snapshots", "rot"})
  void everyInvariantHoldsInEveryState(String config) throws IOException {
    Tlc.Result result = new Tlc().check(folder, "Models", config);

    SpecTable.model(config, result);
    assertThat(result.violated()).as(result.output()).isEmpty();
    assertThat(result.isExhausted()).as(result.output()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "M01, disk, Agreement",
    "M02, disk, Agreement",
    "M03, disk, PrefixesAgree",
    "M05, ballots, Agreement",
    "M06, disk, Validity",
    "M07, log, Agreement",
    "M08, log, Agreement",
    "M11, log, Agreement",
    "M12, ballots, Agreement",
    "M13, log, PrefixesAgree",
    "M21, log, PrefixesAgree",
    "A7, disk, LogHoldsPrefix",
    "D4, disk, PrefixesAgree",
    "P12, five, PrefixesAgree",
    "M28, reads, ReadsAreSafe",
    "M29, reads, ReadsAreSafe",
    "M30, reads, ReadsAreSafe",
    "L7, snapshots, Stability",
    "L8, snapshots, Sanity",
    "stale, snapshots, OnlyChosen",
    "M15, rot, Agreement",
    "D5, rot, PrefixesAgree",
    "D6, rot, Agreement",
  })
  void aRuleSwitchedOffBreaksItsInvariant(String bug, String config, String invariant)
      throws IOException {
    String broken = config + "-" + bug;
    String text = Files.readString(folder.resolve(config + ".cfg"));
    Files.writeString(
        folder.resolve(broken + ".cfg"),
        text.replace("Bugs = {}", "Bugs = {\"" + bug + "\"}")
            .replaceAll("INVARIANTS .*", "INVARIANTS " + invariant));

    Tlc.Result result = new Tlc().check(folder, "Models", broken);

    SpecTable.model(config + " without the rule of " + bug, result);
    assertThat(result.violated()).as(result.output()).contains(invariant);
  }
}
