package io.github.multipaxos.testkit.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.NettyOptions;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One member with real files and real sockets, and what can become of its directory. */
final class Site implements AutoCloseable {

  private static final FileLogOptions LOG = FileLogOptions.DEFAULT.withSegmentBytes(1 << 20);
  private static final NettyOptions NETWORK =
      NettyOptions.builder()
          .minReconnect(Duration.ofMillis(10))
          .maxReconnect(Duration.ofMillis(100))
          .build();
  private static final PaxosConfig CONFIG =
      PaxosConfig.builder()
          .tick(Duration.ofMillis(10))
          .heartbeat(Duration.ofMillis(50))
          .electionTimeout(Duration.ofMillis(300))
          .closeTimeout(Duration.ZERO)
          .build();

  private final Members members;
  private final NodeId id;
  private final Path directory;
  private final Sightings<NodeEvent> events = new Sightings<>();
  private @Nullable Journal journal;
  private @Nullable PaxosNode<String, String> node;

  Site(Members members, int id, Path directory) {
    this.members = members;
    this.id = NodeId.of(id);
    this.directory = directory;
  }

  /** Starts a node. Its state machine and what is heard of it begin anew. */
  Site start() throws IOException {
    Journal fresh = new Journal(id);
    journal = fresh;
    node =
        PaxosNode.builder(fresh, Codec.strings())
            .self(id.value())
            .cluster("sites")
            .members(members)
            .log(FileLog.in(directory, LOG))
            .transport(NettyTransport.create(NETWORK))
            .config(CONFIG)
            .listener(events::add)
            .start();
    return this;
  }

  PaxosNode<String, String> node() {
    return Objects.requireNonNull(node, "the node is not up");
  }

  /** Writes something until it is chosen. */
  void write(String command) {
    while (!Answer.of(node().propose(command, Duration.ofSeconds(5))).isDone()) {
      continue;
    }
  }

  List<String> applied() {
    return Objects.requireNonNull(journal).entries().stream().map(Journal.Entry::command).toList();
  }

  /** Asks the state machine, whatever this node may have missed. */
  Answer readLocally() {
    return Answer.of(node().read(Consistency.LOCAL, this::applied));
  }

  /** Waits until the node has stopped, and returns why. */
  String awaitFailure() {
    events.awaitOne("node " + id + " to stop", event -> isFailure(event));
    return events.all().stream()
        .filter(Site::isFailure)
        .map(event -> ((NodeEvent.Stopped) event).failure().orElseThrow())
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static boolean isFailure(NodeEvent event) {
    return event instanceof NodeEvent.Stopped stopped && stopped.failure().isPresent();
  }

  /** Somebody deletes the directory of this node, which is down. */
  void loseDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Somebody copies the directory of this node, which is down. */
  void copyTo(Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  @Override
  public void close() {
    PaxosNode<String, String> running = node;
    node = null;
    if (running != null) {
      running.close();
    }
  }
}
