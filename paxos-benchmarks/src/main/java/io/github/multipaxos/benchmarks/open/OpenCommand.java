package io.github.multipaxos.benchmarks.open;

import io.github.multipaxos.benchmarks.Benchmarks;
import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.line.Scratch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long a node takes to open a long log, and how much memory, against a short one. */
@Command(
    name = "open",
    sortOptions = false,
    description =
        "Makes a log of many slots and one of a thousand, has a process of its own open each as a"
            + " node does, and tells how long it took and how much memory.",
    footerHeading = "%nExit codes: 0 measured, 1 something failed, 2 bad options.%n")
public final class OpenCommand implements Callable<Integer> {

  private static final long FEW_SLOTS = 1000;
  private static final long MOST_SLOTS = 1_000_000_000;
  private static final int MOST_PAYLOAD_BYTES = 1 << 20;
  private static final int MOST_SLOTS_PER_SYNC = 1 << 16;
  private static final double NANOS = 1e9;

  @Option(
      names = "--slots",
      defaultValue = "10000000",
      paramLabel = "COUNT",
      description = "How many slots the long log has. Default: ${DEFAULT-VALUE}.")
  private long slots;

  @Option(
      names = "--payload",
      defaultValue = "16",
      paramLabel = "BYTES",
      description = "How long the one command of each slot is. Default: ${DEFAULT-VALUE}.")
  private int payloadBytes;

  @Option(
      names = "--slots-per-sync",
      defaultValue = "256",
      paramLabel = "COUNT",
      description =
          "How many slots were synced together: each sync begins a block of 4 KiB. Default:"
              + " ${DEFAULT-VALUE}.")
  private int slotsPerSync;

  @Option(
      names = "--repeat",
      defaultValue = "3",
      paramLabel = "COUNT",
      description = "How often each log is opened. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--jvm",
      defaultValue = "-Xmx256m -XX:+UseParallelGC",
      paramLabel = "OPTIONS",
      description =
          "What the process of a node is started with, in one argument. Default:"
              + " \"${DEFAULT-VALUE}\".")
  private String jvm = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where the logs are made, on the disk that is to be measured; removed at the end. Default:"
              + " the directory for temporary files.")
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(names = "--help", usageHelp = true, description = "Say this and stop.")
  private boolean helpAsked;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkOptions();
    try (Scratch scratch = Scratch.in(directory)) {
      Thread cleaning = new Thread(() -> clean(scratch), "benchmark-cleaning");
      Runtime.getRuntime().addShutdownHook(cleaning);
      report(measure(scratch, FEW_SLOTS), measure(scratch, slots));
      Runtime.getRuntime().removeShutdownHook(cleaning);
      return 0;
    }
  }

  private static void clean(Scratch scratch) {
    try {
      ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
      ProcessHandle.current().children().forEach(child -> child.onExit().join());
      scratch.close();
    } catch (IOException | RuntimeException e) {
      System.err.println("open: leaves " + scratch.path() + " behind: " + e.getMessage());
    }
  }

  private void checkOptions() {
    requireWithin("--slots", slots, MOST_SLOTS);
    requireWithin("--payload", payloadBytes, MOST_PAYLOAD_BYTES);
    requireWithin("--slots-per-sync", slotsPerSync, MOST_SLOTS_PER_SYNC);
    requireWithin("--repeat", repeats, 1000);
  }

  private void requireWithin(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          given().commandLine(), option + " must be 1 to " + most + ", not " + value);
    }
  }

  private CommandSpec given() {
    if (spec == null) {
      throw new IllegalStateException("read before the command line was");
    }
    return spec;
  }

  private OpenedLog measure(Scratch scratch, long made) throws IOException, InterruptedException {
    Path log = scratch.path().resolve("log-" + made);
    long step = Math.max(1, made / 10);
    new MadeLog(made, payloadBytes, slotsPerSync)
        .writeTo(
            log,
            through -> {
              if (through / step > (through - Math.min(through, slotsPerSync)) / step) {
                tell(made, "has made " + 100 * through / made + " %");
              }
            });
    List<Opening> openings = new ArrayList<>();
    for (int repeat = 1; repeat <= repeats; repeat++) {
      Opening opening = open(log, made);
      openings.add(opening);
      tell(made, String.format(Locale.ROOT, "opens in %.2f s", opening.openNanos() / NANOS));
    }
    long diskBytes = bytes(log);
    Scratch.remove(log);
    return new OpenedLog(made, diskBytes, openings);
  }

  private void tell(long made, String what) {
    PrintWriter err = given().commandLine().getErr();
    err.println(String.format(Locale.ROOT, "[%,d slots] %s", made, what));
    err.flush();
  }

  private Opening open(Path log, long made) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(log, made))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer;
    try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      answer = lines.reduce("", (before, line) -> line);
    }
    if (process.waitFor() != 0) {
      throw new IOException("the node could not open a log of " + made + " slots, see above");
    }
    return Opening.parse(Line.parse(answer));
  }

  private List<String> command(Path log, long made) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (!jvm.isBlank()) {
      command.addAll(List.of(jvm.strip().split("\\s+")));
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Benchmarks.class.getName(),
            "reopen",
            "--log",
            log.toString(),
            "--slots",
            String.valueOf(made)));
    return command;
  }

  private static long bytes(Path log) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.toList()) {
        sum += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return sum;
  }

  private void report(OpenedLog few, OpenedLog many) {
    PrintWriter out = given().commandLine().getOut();
    out.println(conditions());
    out.println();
    OpenTable.lines(few, many).forEach(out::println);
    out.flush();
  }

  private String conditions() {
    return String.format(
        Locale.ROOT,
        "one command of %d bytes per slot, %,d slots per sync; medians of %d openings; %d"
            + " processors, java %s, %s",
        payloadBytes,
        slotsPerSync,
        repeats,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        jvm);
  }
}
