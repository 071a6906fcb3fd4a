package io.github.multipaxos.testkit.simulation.mutants;

import io.github.multipaxos.testkit.simulation.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One bug.
 *
 * @param name its number and a few words
 * @param patch where the patch is
 * @param what what is wrong with it
 * @param expected which invariant is expected to notice
 * @param tier on which tier it can be noticed
 * @param mustBeCaught whether a run of all mutants fails if it is not
 */
record Mutant(
    String name, Path patch, String what, String expected, Tier tier, boolean mustBeCaught) {

  private static final String SUFFIX = ".patch";
  private static final List<String> HEADER = List.of("What", "Expect", "Tier", "Must be caught");

  /** Reads all in a directory, in the order of their names. */
  static List<Mutant> in(Path directory) throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(it -> it.toString().endsWith(SUFFIX)).sorted().toList()) {
        mutants.add(read(file));
      }
    }
    return mutants;
  }

  static Mutant read(Path patch) throws IOException {
    TreeMap<String, String> header = new TreeMap<>();
    for (String line : Files.readAllLines(patch)) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        break;
      }
      header.put(line.substring(0, colon), line.substring(colon + 2));
    }
    if (!header.keySet().containsAll(HEADER)) {
      throw new IllegalArgumentException(
          patch + " must begin with a line each for " + HEADER + ", and has " + header.keySet());
    }
    String file = patch.getFileName().toString();
    return new Mutant(
        file.substring(0, file.length() - SUFFIX.length()),
        patch,
        header.get("What"),
        header.get("Expect"),
        Tier.valueOf(header.get("Tier").toUpperCase(Locale.ROOT)),
        header.get("Must be caught").equals("yes"));
  }

  /** Returns the modules whose source it changes. */
  List<String> modules() throws IOException {
    return Files.readAllLines(patch).stream()
        .filter(line -> line.startsWith("+++ b/"))
        .map(line -> line.substring("+++ b/".length(), line.indexOf("/src/")))
        .distinct()
        .toList();
  }
}
