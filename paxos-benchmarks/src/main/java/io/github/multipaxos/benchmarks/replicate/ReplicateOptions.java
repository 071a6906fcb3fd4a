package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.child.Systems;
import io.github.multipaxos.benchmarks.replicate.Plan.Setting;
import io.github.multipaxos.benchmarks.system.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to measure, as the command line says it. Filled in by picocli, then read. */
final class ReplicateOptions {

  @Option(
      names = "--systems",
      split = ",",
      defaultValue = "limit,paxos",
      paramLabel = "NAME",
      description =
          "The systems, in the order in which they take turns: ${COMPLETION-CANDIDATES}; a build"
              + " with -Ppeers knows more. Default: ${DEFAULT-VALUE}.",
      completionCandidates = Names.class)
  private List<String> systems = List.of();

  @Option(
      names = "--payload",
      split = ",",
      defaultValue = "128",
      paramLabel = "BYTES",
      description = "How long each command is. Default: ${DEFAULT-VALUE}.")
  private List<Integer> payloads = List.of();

  @Option(
      names = "--window",
      split = ",",
      defaultValue = "1,16,256,4096",
      paramLabel = "COUNT",
      description = "How many operations are outstanding. Default: ${DEFAULT-VALUE}.")
  private List<Integer> windows = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      paramLabel = "TIME",
      description = "How long each measurement takes. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warmup",
      defaultValue = "6",
      paramLabel = "TIME",
      description =
          "How many seconds the load is on before that; with a small window, half of them with one"
              + " of 256. Default: ${DEFAULT-VALUE}.")
  private double warmupSeconds;

  @Option(
      names = "--repeat",
      defaultValue = "3",
      paramLabel = "COUNT",
      description = "How often everything is measured. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--nodes",
      defaultValue = "3",
      paramLabel = "COUNT",
      description = "How many replicas there are: 3, 5 or 7. Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--durability",
      defaultValue = "fsync",
      converter = DurabilityConverter.class,
      paramLabel = "MODE",
      description =
          "What an acknowledgement promises: fsync, synced by a majority; none, handed to the"
              + " system by a majority. Default: ${DEFAULT-VALUE}.")
  private Durability durability = Durability.FSYNC;

  @Option(
      names = "--from",
      defaultValue = "leader",
      converter = FromConverter.class,
      paramLabel = "ROLE",
      description =
          "Where operations are proposed: at the leader, or at a follower; limit always at its"
              + " leader. Default: ${DEFAULT-VALUE}.")
  private From from = From.LEADER;

  @Option(
      names = "--reads",
      defaultValue = "0",
      paramLabel = "PERCENT",
      description =
          "How many of a hundred operations are linearizable reads. Default: ${DEFAULT-VALUE}.")
  private int readPercent;

  @Option(
      names = "--kill-leader",
      description =
          "Kill the leader half way; gap tells how long nothing was acknowledged. Needs --from"
              + " follower.")
  private boolean killsLeader;

  @Option(
      names = "--slow-follower",
      converter = SlowFollowerConverter.class,
      paramLabel = "HOW",
      description =
          "Slow one follower down while measuring: behind, stopped for 3 s at a time with 0.3 s in"
              + " between; stopped, all the time. Not the one that is driven; limit's are spared.")
  private Trouble slowFollower = Trouble.NONE;

  @Option(names = "--in-one-jvm", description = "Run all replicas of a system in one process.")
  private boolean isInOneJvm;

  @Option(
      names = "--jvm",
      defaultValue = "-Xms1g -Xmx1g -XX:+UseParallelGC",
      paramLabel = "OPTIONS",
      description =
          "What every replica process is started with, in one argument. Default:"
              + " \"${DEFAULT-VALUE}\".")
  private String jvm = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where replicas keep their files, on the disk that is to be measured; removed at the end."
              + " Default: the directory for temporary files.")
  private @Nullable Path directory;

  /** Returns where the directory of this run is to be. */
  Path directory() {
    return directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  Plan plan(Path runDirectory, Path memoryDirectory) {
    Setting setting =
        new Setting(
            nodes,
            warmupSeconds,
            seconds,
            readPercent,
            from,
            durability,
            isInOneJvm,
            trouble(),
            jvm.isBlank() ? List.of() : List.of(jvm.strip().split("\\s+")),
            runDirectory,
            memoryDirectory);
    return new Plan(Plan.systems(systems), Plan.cells(payloads, windows), repeats, setting);
  }

  private Trouble trouble() {
    if (killsLeader && slowFollower != Trouble.NONE) {
      throw new IllegalArgumentException(
          "--kill-leader and --slow-follower together leave no majority; leave one of them out");
    }
    return killsLeader ? Trouble.LEADER_KILLED : slowFollower;
  }

  /** Returns in one line under what conditions was measured. */
  String conditions() {
    return String.format(
        Locale.ROOT,
        "%d replicas%s, durability %s, proposed at the %s, %d %% reads%s; %d repeats of %s s after %s"
            + " s of warming up; %d processors, java %s, %s",
        nodes,
        isInOneJvm ? " in one process" : "",
        durability,
        from.name().toLowerCase(Locale.ROOT),
        readPercent,
        trouble().condition(),
        repeats,
        seconds,
        warmupSeconds,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        jvm);
  }

  /** The systems of this build. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Systems.all().keySet().iterator();
    }
  }

  /** Reads a durability. */
  static final class DurabilityConverter implements ITypeConverter<Durability> {
    @Override
    public Durability convert(String text) {
      try {
        return Durability.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads where operations are proposed. */
  static final class FromConverter implements ITypeConverter<From> {
    @Override
    public From convert(String text) {
      return switch (text) {
        case "leader" -> From.LEADER;
        case "follower" -> From.FOLLOWER;
        default ->
            throw new TypeConversionException("write leader or follower, not '" + text + "'");
      };
    }
  }

  /** Reads how a follower is slowed down. */
  static final class SlowFollowerConverter implements ITypeConverter<Trouble> {
    @Override
    public Trouble convert(String text) {
      return switch (text) {
        case "behind" -> Trouble.FOLLOWER_BEHIND;
        case "stopped" -> Trouble.FOLLOWER_STOPPED;
        default -> throw new TypeConversionException("write behind or stopped, not '" + text + "'");
      };
    }
  }
}
