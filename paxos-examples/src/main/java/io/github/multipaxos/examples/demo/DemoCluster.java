package io.github.multipaxos.examples.demo;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.Role;
import io.github.multipaxos.examples.kv.KvNode;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The nodes that are up, each with its plug. Used by one thread. */
final class DemoCluster implements AutoCloseable {

  private static final PaxosConfig CONFIG =
      PaxosConfig.builder().closeTimeout(Duration.ZERO).build();

  private final Members members;
  private final Path directory;
  private final SortedMap<NodeId, Running> up = new TreeMap<>();

  private record Running(KvNode node, Plug plug) {}

  DemoCluster(Members members, Path directory) {
    this.members = members;
    this.directory = directory;
  }

  Members members() {
    return members;
  }

  /** Starts a node, with the log it left behind if it was up before. */
  KvNode start(NodeId id) throws IOException {
    Path data = directory.resolve("node-" + id);
    Plug plug = new Plug(NettyTransport.create(), FileLog.in(data));
    KvNode.Settings settings = new KvNode.Settings("demo", id.value(), members, CONFIG);
    KvNode node = KvNode.start(settings, plug.log(), plug.transport(), event -> {});
    up.put(id, new Running(node, plug));
    return node;
  }

  /** Kills a node: no farewell, no hand-over. */
  void kill(NodeId id) throws IOException {
    Running victim = up.remove(id);
    victim.plug().pull();
    victim.node().close(); // ends its threads and fails its callers; nothing of it gets out
  }

  /** Returns the nodes that are up, in order of their ids. */
  List<KvNode> nodes() {
    List<KvNode> nodes = new ArrayList<>();
    up.values().forEach(running -> nodes.add(running.node()));
    return nodes;
  }

  /** Returns the node that leads and has the others' ear, if there is one. */
  Optional<KvNode> leader() {
    return nodes().stream().filter(node -> node.status().role() == Role.LEADER).findFirst();
  }

  @Override
  public void close() {
    up.values().forEach(running -> running.node().close());
    up.clear();
  }
}
