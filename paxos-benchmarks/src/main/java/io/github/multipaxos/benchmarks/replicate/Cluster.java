package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.Benchmarks;
import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.line.Scratch;
import io.github.multipaxos.benchmarks.replicate.Plan.Setting;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The processes of one system while it is measured. */
final class Cluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 50;

  private final String system;
  private final List<ReplicaProcess> processes = new ArrayList<>();
  private final Path directory;
  private final Path memoryDirectory;

  private Cluster(String system, Path directory, Path memoryDirectory) {
    this.system = system;
    this.directory = directory;
    this.memoryDirectory = memoryDirectory;
  }

  /** Starts all replicas and returns when they listen. */
  static Cluster start(ReplicatedSystem system, Setting setting)
      throws IOException, InterruptedException, FailedRunException {
    String prefix = system.name() + "-";
    Cluster cluster =
        new Cluster(
            system.name(),
            Files.createTempDirectory(setting.directory(), prefix),
            Files.createTempDirectory(setting.memoryDirectory(), prefix));
    try {
      cluster.startAll(system, setting);
      return cluster;
    } catch (IOException | InterruptedException | FailedRunException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll(ReplicatedSystem started, Setting setting)
      throws IOException, InterruptedException, FailedRunException {
    List<List<Integer>> ports = FreePorts.find(setting.nodes(), started.portsPerReplica());
    List<Integer> all = IntStream.rangeClosed(1, setting.nodes()).boxed().toList();
    for (List<Integer> ids :
        setting.isInOneJvm() ? List.of(all) : all.stream().map(List::of).toList()) {
      String name = system + "-" + joined(ids);
      processes.add(
          ReplicaProcess.start(
              name, ids, command(started, setting, ids, ports), directory.resolve(name + ".err")));
    }
    for (ReplicaProcess process : processes) {
      process.awaitReady();
    }
  }

  private List<String> command(
      ReplicatedSystem started, Setting setting, List<Integer> ids, List<List<Integer>> ports) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(started.jvmOptions());
    command.addAll(setting.jvmOptions());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Benchmarks.class.getName(),
            "replica",
            "--system",
            system,
            "--ids",
            joined(ids),
            "--ports",
            ports.stream().map(Cluster::plus).collect(Collectors.joining(",")),
            "--directory",
            directory.toString(),
            "--memory",
            memoryDirectory.toString(),
            "--kept",
            setting.directory().resolve("kept").toString(),
            "--durability",
            setting.durability().toString()));
    return command;
  }

  private static String joined(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String plus(List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining("+"));
  }

  /** Waits until a replica leads and returns its id. */
  int awaitLeader() throws InterruptedException, FailedRunException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ReplicaProcess process : processes) {
        int id = process.ask(Line.of("leader"), "leader").count("id");
        if (id != 0) {
          return id;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new FailedRunException(
        "no replica of " + system + " came to lead within " + PATIENCE.toSeconds() + " s");
  }

  /** Returns the process that hosts a replica. */
  ReplicaProcess host(int id) {
    return processes.stream().filter(each -> each.hosts(id)).findFirst().orElseThrow();
  }

  /** Returns the processes that have not been killed. */
  List<ReplicaProcess> alive() {
    return processes.stream().filter(ReplicaProcess::isAlive).toList();
  }

  /** Lets all that are stopped go on. */
  void resume() throws IOException {
    for (ReplicaProcess process : processes) {
      process.resume();
    }
  }

  @Override
  public void close() {
    processes.parallelStream().forEach(ReplicaProcess::close);
    remove(directory);
    remove(memoryDirectory);
  }

  private static void remove(Path directory) {
    try {
      Scratch.remove(directory);
    } catch (IOException e) {
      System.err.println("replicate: leaves " + directory + " behind: " + e.getMessage());
    }
  }
}
