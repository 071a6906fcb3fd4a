package io.github.multipaxos.testkit.simulation.mutants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.multipaxos.testkit.simulation.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Puts each bug into a copy of the product and lets the simulator look for it. Prints a table as it
 * goes, and ends with status 1 if one that must be caught was not.
 *
 * <p>Settings are system properties: {@code root}, the checkout; {@code mutants}, the numbers of
 * those to run, with commas between (all); {@code seeds}, how many each may take (2000); {@code
 * seconds}, how long (60); {@code first}, the first seed (1).
 */
final class Mutants {

  private static final String ROW = "%-48s %-8s %6s %7s  %-5s %-5s %s%n";

  private final Path root;
  private final String first = setting("first", "1");
  private final String seeds = setting("seeds", "2000");
  private final String seconds = setting("seconds", "60");

  /** A property that a build passes on may be there and empty. */
  private static String setting(String name, String otherwise) {
    String value = System.getProperty(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private Mutants(Path root) {
    this.root = root;
  }

  /** What a hunt came to. */
  private record Catch(boolean isCaught, String seeds, String seconds, String sentence) {
    String invariant() {
      return sentence.isEmpty() ? "" : sentence.substring(0, Math.max(0, sentence.indexOf(':')));
    }
  }

  /** Runs as the system properties say. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Path root = Path.of(System.getProperty("root", ".")).toAbsolutePath().normalize();
    Set<String> wanted = Set.of(System.getProperty("mutants", "").split(","));
    List<Mutant> mutants = new ArrayList<>();
    for (Mutant mutant : Mutant.in(root.resolve("paxos-testkit/src/test/mutants"))) {
      String number = mutant.name().split("-")[0];
      if (wanted.equals(Set.of("")) || wanted.contains(number)) {
        mutants.add(mutant);
      }
    }
    if (mutants.isEmpty()) {
      System.err.println("no mutant is called any of " + wanted + "; see src/test/mutants");
      System.exit(64);
    }
    System.exit(new Mutants(root).run(mutants) ? 0 : 1);
  }

  private boolean run(List<Mutant> mutants) throws InterruptedException, ExecutionException {
    System.out.printf(ROW, "mutant", "", "seeds", "seconds", "by", "as", "what was found");
    ExecutorService hunters =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Boolean>> hunts = new ArrayList<>();
      for (Tier tier : Tier.values()) {
        hunts.add(hunters.submit(() -> showControl(tier)));
      }
      for (Mutant mutant : mutants) {
        hunts.add(hunters.submit(() -> show(mutant)));
      }
      boolean isGood = true;
      for (Future<Boolean> hunt : hunts) {
        isGood &= hunt.get();
      }
      System.out.println(isGood ? "all are caught that must be" : "NOT all is as it must be");
      return isGood;
    } finally {
      hunters.shutdownNow();
    }
  }

  /** In the product as it is, nothing is found. */
  private boolean showControl(Tier tier) throws IOException, InterruptedException {
    Catch came = hunt("none, " + tier, tier, System.getProperty("java.class.path"));
    row("none, " + tier, came.isCaught ? "FOUND" : "good", came, "");
    return !came.isCaught;
  }

  private boolean show(Mutant mutant) throws IOException, InterruptedException {
    try (MutantBuild build = new MutantBuild(root)) {
      String classPath =
          build.classesOf(mutant)
              + System.getProperty("path.separator")
              + System.getProperty("java.class.path");
      Catch came = hunt(mutant.name(), mutant.tier(), classPath);
      boolean isGood = came.isCaught || !mutant.mustBeCaught();
      row(
          mutant.name(),
          came.isCaught ? "caught" : isGood ? "missed" : "MISSED",
          came,
          mutant.expected());
      return isGood;
    }
  }

  private static void row(String name, String verdict, Catch came, String expected) {
    System.out.printf(
        Locale.ROOT,
        ROW,
        name,
        verdict,
        came.seeds,
        came.seconds,
        came.invariant(),
        expected,
        came.sentence.substring(0, Math.min(90, came.sentence.length())));
  }

  private Catch hunt(String name, Tier tier, String classPath)
      throws IOException, InterruptedException {
    Process hunt =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-classpath",
                classPath,
                Hunt.class.getName(),
                tier.name(),
                first,
                seeds,
                seconds)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String output = new String(hunt.getInputStream().readAllBytes(), UTF_8).strip();
      hunt.waitFor(1, TimeUnit.MINUTES);
      return read(name, output.substring(output.lastIndexOf('\n') + 1));
    } finally {
      hunt.destroyForcibly();
    }
  }

  private static Catch read(String name, String line) throws IOException {
    String[] words = line.split(" ", 4);
    if (words.length < 3) {
      throw new IOException("the hunt for " + name + " ended without a word");
    }
    return new Catch(
        words[0].equals("found"), words[1], words[2], words.length > 3 ? words[3] : "");
  }
}
