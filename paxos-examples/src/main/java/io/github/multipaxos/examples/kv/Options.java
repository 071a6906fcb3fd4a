package io.github.multipaxos.examples.kv;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.log.Durability;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the command line says. Filled in by picocli, then read. */
final class Options {

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "Which of the members this node is.")
  private int id;

  @Option(
      names = "--members",
      required = true,
      paramLabel = "MEMBERS",
      converter = MembersConverter.class,
      description = "All members and where they talk to each other: id=host:port,id=host:port,…")
  private @Nullable Members members;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Where the node keeps its log; made if it is not there.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      defaultValue = "6379",
      paramLabel = "PORT",
      description = "Where clients connect; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on for clients. There is no password, so think before you open it."
              + " Default: ${DEFAULT-VALUE}.")
  private String bind = "";

  @Option(
      names = "--cluster",
      defaultValue = "default",
      paramLabel = "NAME",
      converter = ClusterConverter.class,
      description = "The cluster's name; nodes of others are refused. Default: ${DEFAULT-VALUE}.")
  private @Nullable ClusterId cluster;

  @Option(
      names = "--durability",
      defaultValue = "fsync",
      paramLabel = "MODE",
      converter = DurabilityConverter.class,
      description =
          "fsync, or unsafe-no-sync, which may lose acknowledged writes in a power cut."
              + " Default: ${DEFAULT-VALUE}.")
  private Durability durability = Durability.FSYNC;

  @Option(
      names = "--timeout",
      defaultValue = "5s",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long a request may take, as in 5s or 800ms. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--snapshot-every",
      defaultValue = "256MiB",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "After how much log a snapshot is taken and older log let go of, as in 64KiB or 256MiB."
              + " Default: ${DEFAULT-VALUE}.")
  private long snapshotBytes;

  @Option(
      names = "--segment-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "How large each file of the log is, at most 1GiB. Default: 64MiB, or half of"
              + " --snapshot-every if that is less.")
  private @Nullable Long segmentBytes;

  @Option(
      names = "--lease",
      defaultValue = "0s",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "For how long a leader may answer READ LEASE by itself, as in 500ms; the same on every"
              + " node; 0s for not at all. Default: ${DEFAULT-VALUE}.")
  private Duration lease = Duration.ZERO;

  /** Checks the options against each other and says who the node is. */
  KvNode.Settings settings() {
    if (members == null || cluster == null) {
      throw new IllegalStateException("read before the command line was");
    }
    if (id < 1 || members.get(NodeId.of(id)).isEmpty()) {
      throw new IllegalArgumentException("--id " + id + " is not one of --members " + members);
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port must be 0 to 65535, was " + port);
    }
    PaxosConfig config =
        PaxosConfig.builder()
            .operationTimeout(timeout)
            .snapshotBytes(snapshotBytes)
            .leaseDuration(lease)
            .build();
    return new KvNode.Settings(cluster.name(), id, members, config);
  }

  Path data() {
    if (data == null) {
      throw new IllegalStateException("read before the command line was");
    }
    return data;
  }

  String bind() {
    return bind;
  }

  int port() {
    return port;
  }

  FileLogOptions log() {
    FileLogOptions options = FileLogOptions.DEFAULT.withDurability(durability);
    long bytes = segmentBytes == null ? suitableSegmentBytes(options) : segmentBytes;
    return options.withSegmentBytes(bytes / options.blockBytes() * options.blockBytes());
  }

  /** Segments are what the log lets go of, so they must not be longer than what it is to keep. */
  private long suitableSegmentBytes(FileLogOptions options) {
    return Math.max(1 << 20, Math.min(options.segmentBytes(), snapshotBytes / 2));
  }

  /** Reads what {@link Members#parse} reads. */
  static final class MembersConverter implements ITypeConverter<Members> {
    @Override
    public Members convert(String text) {
      try {
        return Members.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads a cluster's name. */
  static final class ClusterConverter implements ITypeConverter<ClusterId> {
    @Override
    public ClusterId convert(String text) {
      try {
        return new ClusterId(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads a durability as it is spelt on a command line. */
  static final class DurabilityConverter implements ITypeConverter<Durability> {
    @Override
    public Durability convert(String text) {
      return switch (text) {
        case "fsync" -> Durability.FSYNC;
        case "unsafe-no-sync" -> Durability.UNSAFE_NO_SYNC;
        default ->
            throw new TypeConversionException("write fsync or unsafe-no-sync, not '" + text + "'");
      };
    }
  }

  /** Reads a number of bytes. */
  static final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)");

    @Override
    public Long convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || matcher.group(1).matches("0*")) {
        throw new TypeConversionException("write a size as in 64KiB or 256MiB, not '" + text + "'");
      }
      int shift = 10 * (1 + List.of("KiB", "MiB", "GiB").indexOf(matcher.group(2)));
      return Long.parseLong(matcher.group(1)) << shift;
    }
  }

  /** Reads a number of seconds or milliseconds. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s)");

    @Override
    public Duration convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("write a time as in 5s or 800ms, not '" + text + "'");
      }
      long count = Long.parseLong(matcher.group(1));
      return matcher.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
    }
  }
}
