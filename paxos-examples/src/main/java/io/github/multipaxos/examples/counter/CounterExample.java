package io.github.multipaxos.examples.counter;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.examples.local.Loopback;
import io.github.multipaxos.examples.local.ScratchDirectory;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Counts on three nodes, which here share one process; elsewhere each has a machine of its own. */
public final class CounterExample implements AutoCloseable {

  private static final long PAUSE_MILLIS = 10;

  private final PrintStream out;
  private final List<CountingNode> nodes = new ArrayList<>();

  /** A node with its replica of the counter, which only the node's apply thread touches. */
  private record CountingNode(int id, Counter counter, PaxosNode<Long, Long> node) {}

  private CounterExample(PrintStream out) {
    this.out = out;
  }

  /** Runs the example in a temporary directory. */
  public static void main(String[] args) throws IOException, InterruptedException {
    run(System.out);
  }

  /** Runs the example and tells {@code out} about it. Returns the total that the last node read. */
  static long run(PrintStream out) throws IOException, InterruptedException {
    try (ScratchDirectory scratch = ScratchDirectory.create("paxos-counter-");
        CounterExample example = new CounterExample(out)) {
      Members members = Loopback.members(3);
      for (Member member : members.all()) {
        int id = member.id().value();
        example.start(id, members.toString(), scratch.path().resolve("node-" + id));
      }
      example.awaitLeader();
      return example.count();
    }
  }

  private void start(int id, String members, Path data) throws IOException {
    // tag::quickstart
    Counter counter = new Counter();
    PaxosNode<Long, Long> node =
        PaxosNode.builder(counter, Codec.longs())
            .self(id) // 1, 2 or 3
            .members(members) // 1=host-a:7001,2=host-b:7001,3=host-c:7001
            .log(FileLog.in(data)) // a directory of this node's own
            .transport(NettyTransport.create())
            .start();
    // end::quickstart
    nodes.add(new CountingNode(id, counter, node));
    out.println("node " + id + " of " + members + " is up");
  }

  /** Could be left out: what is proposed before there is a leader waits for one. */
  private void awaitLeader() throws InterruptedException {
    Set<NodeId> leaders = leaders();
    while (leaders.size() != 1 || leaders.contains(NodeId.NOBODY)) {
      Thread.sleep(PAUSE_MILLIS);
      leaders = leaders();
    }
    out.println("node " + leaders.iterator().next() + " leads");
  }

  /** Returns whom the nodes take for the leader; nobody among them while one knows none. */
  private Set<NodeId> leaders() {
    Set<NodeId> leaders = new TreeSet<>();
    nodes.forEach(each -> leaders.add(each.node().status().leader().orElse(NodeId.NOBODY)));
    return leaders;
  }

  private long count() {
    long total = 0;
    for (CountingNode each : nodes) {
      total = count(each.id(), each.counter(), each.node());
    }
    return total;
  }

  private long count(int id, Counter counter, PaxosNode<Long, Long> node) {
    // tag::quickstart
    long sum = node.propose(5L).join(); // from any node; applied once, on every replica
    long now = node.read(Consistency.LINEARIZABLE, counter::total).join(); // from any node
    // end::quickstart
    out.println("node " + id + " adds 5, gets " + sum + " and reads " + now);
    return now;
  }

  @Override
  public void close() {
    nodes.forEach(each -> each.node().close());
  }
}
