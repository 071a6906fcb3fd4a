package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Notice;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.testkit.scenario.ScenarioLines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last things that happened, to be written out if the run fails, and a hash over all that ever
 * happened, by which two runs of one seed are compared.
 */
final class Trace {

  private static final int KEPT = 1 << 12;

  private final Timeline timeline;
  private final long[] times = new long[KEPT];
  private final NodeId[] nodes = new NodeId[KEPT];
  private final @Nullable NodeId[] peers = new NodeId[KEPT];
  private final Object[] things = new Object[KEPT];
  private long count;
  private long hash;

  Trace(Timeline timeline) {
    this.timeline = timeline;
  }

  /** A node does, writes or learns something, or something is done to it. */
  void add(NodeId node, Object thing) {
    add(node, null, thing);
  }

  /** A node sends a message. */
  void add(NodeId node, @Nullable NodeId peer, Object thing) {
    int at = (int) (count++ & (KEPT - 1));
    times[at] = timeline.nanos();
    nodes[at] = node;
    peers[at] = peer;
    things[at] = thing;
    int who = node.value() * 64 + (peer == null ? 0 : peer.value());
    hash = (hash ^ timeline.nanos()) * 0x9E3779B97F4A7C15L + who * 0x100000001B3L + kind(thing);
    hash ^= hash >>> 29;
  }

  /** A number that is the same in every JVM. */
  private static int kind(Object thing) {
    if (thing instanceof String || thing instanceof Notice) {
      return thing.toString().hashCode();
    }
    if (thing instanceof Message message) {
      return (int) message.bytes();
    }
    if (thing instanceof LogRecord record) {
      return (int) record.bytes();
    }
    return thing instanceof Effects.Chosen chosen ? (int) chosen.slot() : 0;
  }

  /** Returns a number that is the same for every run in which the same happened. */
  long hash() {
    return hash;
  }

  /** Returns the last lines, at most so many, in the words of scenario files. */
  List<String> tail(int lines) {
    List<String> tail = new ArrayList<>();
    for (long i = Math.max(0, Math.max(count - KEPT, count - lines)); i < count; i++) {
      int at = (int) (i & (KEPT - 1));
      tail.add(line(nodes[at], peers[at], things[at]));
    }
    return tail;
  }

  /** Returns when the first of those lines happened. */
  long tailNanos(int lines) {
    long first = Math.max(0, Math.max(count - KEPT, count - lines));
    return count == 0 ? 0 : times[(int) (first & (KEPT - 1))];
  }

  private static String line(NodeId node, @Nullable NodeId peer, Object thing) {
    if (thing instanceof Message message) {
      return ScenarioLines.message(node, peer, message, "");
    } else if (thing instanceof LogRecord record) {
      return ScenarioLines.record(node, record);
    } else if (thing instanceof Notice notice) {
      return ScenarioLines.notice(node, notice);
    } else if (thing instanceof Effects.Chosen chosen) {
      return ScenarioLines.chosen(node, chosen);
    }
    return ScenarioLines.node(node, thing.toString());
  }
}
