package io.github.multipaxos.examples.demo;

import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.examples.kv.KvNode;
import io.github.multipaxos.examples.kv.store.KvMachine.Census;
import io.github.multipaxos.examples.local.Loopback;
import io.github.multipaxos.examples.local.ScratchDirectory;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells the story of a cluster that loses its leader and nothing else. */
public final class Demo {

  private static final int COMMANDS = 100_000;

  private final PrintStream out;
  private final boolean terminal;
  private final int commands;
  private final DemoCluster cluster;
  private final long startNanos = System.nanoTime();

  private Demo(PrintStream out, boolean terminal, int commands, DemoCluster cluster) {
    this.out = out;
    this.terminal = terminal;
    this.commands = commands;
    this.cluster = cluster;
  }

  /** Runs the demonstration; exits with 1 if anything is not as it should be. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      run(System.out, System.console() != null, COMMANDS);
    } catch (DemoFailedException e) {
      System.out.println();
      System.out.println("FAILED: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Runs the demonstration with so many commands. */
  static void run(PrintStream out, boolean terminal, int commands)
      throws IOException, InterruptedException {
    try (ScratchDirectory scratch = ScratchDirectory.create("paxos-demo-");
        DemoCluster cluster = new DemoCluster(Loopback.members(3), scratch.path())) {
      out.println("Three nodes, one state machine. Their files are in " + scratch.path());
      new Demo(out, terminal, commands, cluster).tell();
    }
  }

  private void tell() throws IOException, InterruptedException {
    begin();
    elect();
    NodeId dead = loseTheLeader();
    bringBack(dead);
    compare();
    goOn();
  }

  private void begin() throws IOException {
    for (Member member : cluster.members().all()) {
      cluster.start(member.id());
      say("   node %s listens on %s:%d", member.id(), member.host(), member.port());
    }
  }

  private void elect() throws InterruptedException {
    chapter("1. An election");
    NodeStatus leader = Patience.await("a leader", () -> cluster.leader().map(KvNode::status));
    say(
        "   node %s leads in ballot %s, %s after the first node began to start",
        leader.identity().node(), leader.ballot(), since(startNanos));
  }

  private NodeId loseTheLeader() throws IOException, InterruptedException {
    chapter(String.format(Locale.ROOT, "2. %,d commands, synced to disk by a majority", commands));
    int half = commands / 2;
    Progress progress = new Progress(out, terminal, commands);
    Load load = new Load(number -> cluster.nodes().get(number % cluster.nodes().size()), progress);
    long beganNanos = System.nanoTime();
    load.propose(0, half - 1);

    NodeId leader = Patience.await("a leader", cluster::leader).status().identity().node();
    progress.say(
        String.format(
            Locale.ROOT,
            "   -- node %s, the leader, is cut off from network and disk at %,d acknowledged",
            leader,
            load.acknowledged()));
    cluster.kill(leader);

    load.propose(half, commands - 1);
    load.finish();
    report(load, beganNanos);
    return leader;
  }

  private void report(Load load, long beganNanos) throws InterruptedException {
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    say(
        "   all %,d acknowledged in %.1f s, %,.0f a second, the election included",
        load.acknowledged(), seconds, load.acknowledged() / seconds);
    say(
        "   the longest silence was %d ms, while the rest elected",
        load.longestSilence().toMillis());
    say("   %s", load.troubles());
    NodeStatus leader = Patience.await("a leader", () -> cluster.leader().map(KvNode::status));
    say("   node %s leads now, in ballot %s", leader.identity().node(), leader.ballot());
  }

  private void bringBack(NodeId dead) throws IOException, InterruptedException {
    chapter("3. The dead node comes back");
    long beganNanos = System.nanoTime();
    long target = Patience.await("a leader", cluster::leader).status().chosenSlot();
    KvNode back = cluster.start(dead);
    Patience.await(
        "node " + dead + " to catch up",
        () -> Optional.of(back.status().appliedSlot()).filter(slot -> slot >= target));
    say(
        "   node %s opened the log it had left and, %s later, has applied all %,d slots again",
        dead, since(beganNanos), target);
    Audit.readBack(back, commands);
    say(
        "   read back through node %s: none of %,d acknowledged commands is missing",
        dead, commands);
  }

  private void compare() throws InterruptedException {
    chapter("4. All replicas, compared");
    List<Census> censuses = Audit.compare(cluster.nodes());
    int id = 1;
    for (Census census : censuses) {
      say(
          "   node %d  slot %,d  keys %,d  digest %s",
          id++, census.slot(), census.keys(), census.digest());
    }
    if (censuses.get(0).keys() != commands) {
      throw new DemoFailedException("there are " + censuses.get(0).keys() + " keys");
    }
    say("   equal, %s after the start", since(startNanos));
  }

  private void goOn() {
    chapter("Go on from here, with processes of your own");
    String members = "1=127.0.0.1:7001,2=127.0.0.1:7002,3=127.0.0.1:7003";
    for (int id = 1; id <= 3; id++) {
      say(
          "   java -jar paxos-examples/target/kv-server.jar --id %d --data /tmp/kv%d --port 637%d"
              + " --members %s",
          id, id, id, members);
    }
    say("   redis-cli -p 6371 set colour red; redis-cli -p 6372 get colour");
    say("   redis-cli -p 6373 info replication");
    say("   Then kill -9 one of them, any one. README.md has the rest.");
  }

  private void chapter(String title) {
    out.println();
    out.println(title);
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private static String since(long beganNanos) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
    return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
  }
}
