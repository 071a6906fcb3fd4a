package io.github.multipaxos.benchmarks.child;

import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.line.Scratch;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A replica process. It ends when its stdin does, so none outlives whoever started it. */
@Command(
    name = "replica",
    sortOptions = false,
    description =
        "What replicate starts: hosts replicas and answers lines on stdin. Not meant to be typed.")
public final class ReplicaCommand implements Callable<Integer> {

  @Option(
      names = "--system",
      required = true,
      paramLabel = "NAME",
      description = "The system to run.")
  private String system = "";

  @Option(
      names = "--ids",
      required = true,
      split = ",",
      paramLabel = "ID",
      description = "Which replicas run in this process.")
  private List<Integer> ids = List.of();

  @Option(
      names = "--ports",
      required = true,
      split = ",",
      paramLabel = "PORT+PORT",
      description = "For each replica of the cluster, in order, the ports it listens on.")
  private List<String> ports = List.of();

  @Option(
      names = "--directory",
      required = true,
      paramLabel = "DIR",
      description = "Where the replicas write; removed when the process is left alone.")
  private @Nullable Path directory;

  @Option(
      names = "--memory",
      required = true,
      paramLabel = "DIR",
      description = "Where they keep what no disk is to see; removed like the first.")
  private @Nullable Path memory;

  @Option(
      names = "--kept",
      required = true,
      paramLabel = "DIR",
      description = "Where they keep what takes long to make.")
  private @Nullable Path kept;

  @Option(
      names = "--durability",
      defaultValue = "fsync",
      paramLabel = "MODE",
      description = "fsync or none. Default: ${DEFAULT-VALUE}.")
  private String durability = "";

  @Option(names = "--help", usageHelp = true, description = "Say this and stop.")
  private boolean helpAsked;

  @Override
  public Integer call() throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // whoever prints, it must not end up among the answers
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (ReplicaHost host = new ReplicaHost(start())) {
      answers.println(Line.of("ready"));
      answers.flush();
      serve(host, lines, answers);
    }
    return 0;
  }

  private void serve(ReplicaHost host, BufferedReader lines, PrintStream answers)
      throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals("stop")) {
      answers.println(host.answer(Line.parse(line)));
      answers.flush();
      line = lines.readLine();
    }
    if (line == null) {
      end();
    }
  }

  /** Nobody is there any more: what would be cleaned up by others is by whoever comes last. */
  private void end() {
    try {
      Scratch.remove(given(directory));
      Scratch.remove(given(memory));
      Scratch.remove(given(kept));
      removeIfEmpty(given(memory).getParent());
      removeIfEmpty(given(kept).getParent());
    } catch (IOException | RuntimeException e) {
      System.err.println("replica: leaves files behind: " + e.getMessage());
    }
    Runtime.getRuntime().halt(1);
  }

  private static void removeIfEmpty(Path run) throws IOException {
    try (Stream<Path> left = Files.list(run)) {
      if (left.findAny().isEmpty()) {
        Files.delete(run);
      }
    } catch (NoSuchFileException e) {
      // another one came last
    }
  }

  private SortedMap<Integer, Replica> start() throws Exception {
    ReplicatedSystem started = Systems.named(system);
    SortedMap<Integer, Replica> replicas = new TreeMap<>();
    for (int id : ids) {
      replicas.put(id, started.start(seat(id)));
    }
    return replicas;
  }

  private Seat seat(int id) throws IOException {
    List<List<Integer>> all =
        ports.stream()
            .map(each -> Stream.of(each.split("\\+")).map(Integer::valueOf).toList())
            .toList();
    Path own = given(directory).resolve("replica-" + id);
    Path inMemory = given(memory).resolve("replica-" + id);
    Path lasting = given(kept).resolve(system + "-" + id);
    Files.createDirectories(own);
    Files.createDirectories(inMemory);
    return new Seat(id, all, own, inMemory, lasting, Durability.parse(durability));
  }

  private static Path given(@Nullable Path path) {
    if (path == null) {
      throw new IllegalStateException("read before the command line was");
    }
    return path;
  }
}
