package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.child.Systems;
import io.github.multipaxos.benchmarks.line.Scratch;
import io.github.multipaxos.benchmarks.report.Chart;
import io.github.multipaxos.benchmarks.report.Csv;
import io.github.multipaxos.benchmarks.report.Run;
import io.github.multipaxos.benchmarks.report.Summary;
import io.github.multipaxos.benchmarks.report.Table;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures systems against each other, each in processes of its own. */
@Command(
    name = "replicate",
    sortOptions = false,
    description =
        "Starts replica processes of several systems in turn, keeps a number of operations"
            + " outstanding at one replica, and tells how many complete and how soon.",
    footerHeading = "%nExit codes: 0 measured, 1 nothing could be measured, 2 bad options.%n")
public final class ReplicateCommand implements Callable<Integer> {

  @Mixin private final ReplicateOptions options = new ReplicateOptions();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write every run to this file, as comma-separated values.")
  private @Nullable Path csv;

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Draw the systems' fractions of limit into this file, as SVG.")
  private @Nullable Path chart;

  @Option(names = "--help", usageHelp = true, description = "Say this and stop.")
  private boolean helpAsked;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Scratch scratch = Scratch.in(options.directory());
        Scratch memory = Scratch.inMemory(options.directory())) {
      Thread cleaning = new Thread(() -> clean(scratch, memory), "benchmark-cleaning");
      Runtime.getRuntime().addShutdownHook(cleaning);
      List<Run> runs = measure(plan(scratch.path(), memory.path()));
      Runtime.getRuntime().removeShutdownHook(cleaning);
      return runs.isEmpty() ? 1 : 0;
    }
  }

  private static void clean(Scratch scratch, Scratch memory) {
    try {
      ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
      ProcessHandle.current().children().forEach(child -> child.onExit().join());
      memory.close();
      scratch.close();
    } catch (IOException | RuntimeException e) {
      System.err.println("replicate: leaves " + scratch.path() + " behind: " + e.getMessage());
    }
  }

  private Plan plan(Path directory, Path memoryDirectory) {
    try {
      Plan plan = options.plan(directory, memoryDirectory);
      if (chart != null
          && plan.systems().stream().noneMatch(it -> it.name().equals(Systems.LIMIT))) {
        throw new IllegalArgumentException(
            "--chart draws fractions of limit; name it among the --systems");
      }
      return plan;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(given().commandLine(), e.getMessage(), e);
    }
  }

  private CommandSpec given() {
    if (spec == null) {
      throw new IllegalStateException("read before the command line was");
    }
    return spec;
  }

  private List<Run> measure(Plan plan) throws IOException, InterruptedException {
    PrintWriter err = given().commandLine().getErr();
    List<Run> soFar = new ArrayList<>();
    Campaign campaign = new Campaign(plan, new Progress(err, plan.measurements()));
    List<Run> runs =
        campaign.run(
            run -> {
              soFar.add(run);
              write(soFar);
            });
    report(plan, runs);
    return runs;
  }

  private void report(Plan plan, List<Run> runs) {
    PrintWriter out = given().commandLine().getOut();
    out.println(options.conditions());
    for (ReplicatedSystem system : plan.systems()) {
      out.println(system.name() + ": " + system.settings());
    }
    out.println();
    Table.lines(Summary.of(runs, Systems.LIMIT)).forEach(out::println);
    out.flush();
  }

  /** Writes all files anew after each run: who stops half way keeps what there is. */
  private void write(List<Run> runs) {
    try {
      if (csv != null) {
        Files.write(csv, Csv.lines(runs));
      }
      if (chart != null) {
        Files.writeString(chart, Chart.svg(Summary.of(runs, Systems.LIMIT), Systems.LIMIT));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write " + e.getMessage(), e);
    }
  }
}
