package io.github.multipaxos.examples.register;

import io.github.multipaxos.Codec;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.Role;
import io.github.multipaxos.examples.local.Loopback;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.register.WriteOnceRegister;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Three nodes on the loopback address, with their logs in one directory. Used by one thread. */
final class Stage implements AutoCloseable {

  private static final PaxosConfig CONFIG =
      PaxosConfig.builder().closeTimeout(Duration.ZERO).build();

  private final Members members;
  private final Path directory;
  private final SortedMap<NodeId, Actor> up = new TreeMap<>();

  private Stage(Members members, Path directory) {
    this.members = members;
    this.directory = directory;
  }

  /** Starts three nodes. */
  static Stage open(Path directory) throws IOException {
    Stage stage = new Stage(Loopback.members(3), directory);
    try {
      for (NodeId id : stage.members.ids()) {
        stage.start(id);
      }
      return stage;
    } catch (IOException e) {
      stage.close();
      throw e;
    }
  }

  Members members() {
    return members;
  }

  /** Starts a node, with the log it left behind if it was up before. */
  Actor start(NodeId id) throws IOException {
    Wire wire = new Wire(NettyTransport.create());
    WriteOnceRegister<String> register =
        WriteOnceRegister.builder(Codec.strings())
            .cluster("stories")
            .self(id.value())
            .members(members)
            .log(FileLog.in(directory.resolve("node-" + id)))
            .transport(wire)
            .config(CONFIG)
            .start();
    Actor actor = new Actor(id, register, wire);
    up.put(id, actor);
    return actor;
  }

  /** Kills a node: no farewell, no hand-over. Its callers are told that it is gone. */
  void kill(Actor victim) {
    up.remove(victim.id());
    victim.wire().cut();
    victim.register().close();
  }

  /** Returns the nodes that are up, in order of their ids. */
  List<Actor> actors() {
    return List.copyOf(up.values());
  }

  List<Actor> others(Actor one) {
    return actors().stream().filter(actor -> !actor.id().equals(one.id())).toList();
  }

  /** Waits until all that are up follow one of them, and returns that one. */
  Actor leader() throws InterruptedException {
    return Patience.await("a leader", this::leaderOfAll);
  }

  private Optional<Actor> leaderOfAll() {
    return up.values().stream()
        .filter(actor -> actor.register().status().role() == Role.LEADER)
        .filter(leader -> up.values().stream().allMatch(actor -> follows(actor, leader)))
        .findFirst();
  }

  private static boolean follows(Actor actor, Actor leader) {
    return actor.register().status().leader().equals(Optional.of(leader.id()));
  }

  @Override
  public void close() {
    up.values().forEach(actor -> actor.wire().cut());
    up.values().forEach(actor -> actor.register().close());
    up.clear();
  }
}
