package io.github.multipaxos.node;

import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SequenceSet;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which commands have been applied, so that none is applied twice although it may be chosen twice
 * (rule C6). Part of the replicated state: it changes with the log and with nothing else, and is in
 * every snapshot.
 *
 * <p>Bounded: one life of each node is remembered, the latest that was heard of in the log, and of
 * its sequences a limited number of ranges. What is older is never applied any more.
 */
final class AppliedCommands {

  /** A node has far fewer gaps than this under way, or {@link Admission} would not have it so. */
  static final int MOST_RANGES = 4096;

  private final TreeMap<NodeId, Life> lives = new TreeMap<>();

  /** One life of one node, and what was applied of it. */
  private record Life(long boot, SequenceSet sequences) {}

  /** Notes that a command is due to be applied. Returns whether it shall be. */
  boolean add(CommandId id) {
    Life life = lives.get(id.origin());
    if (life == null || life.boot < id.boot()) {
      life = new Life(id.boot(), new SequenceSet());
      lives.put(id.origin(), life);
    }
    if (life.boot > id.boot() || !life.sequences.add(id.sequence())) {
      return false;
    }
    if (life.sequences.count() > MOST_RANGES) {
      life.sequences.closeLowestGap();
    }
    return true;
  }

  /** Tells whether the command has been applied, or is too old to be. */
  boolean contains(CommandId id) {
    Life life = lives.get(id.origin());
    return life != null
        && (life.boot > id.boot()
            || life.boot == id.boot() && life.sequences.contains(id.sequence()));
  }

  /** Returns a copy that does not change with this. */
  AppliedCommands copy() {
    AppliedCommands copy = new AppliedCommands();
    lives.forEach(
        (node, life) ->
            copy.lives.put(node, new Life(life.boot, new SequenceSet(life.sequences.ranges()))));
    return copy;
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(lives.size());
    for (var entry : lives.entrySet()) {
      out.writeInt(entry.getKey().value());
      out.writeLong(entry.getValue().boot);
      SortedMap<Long, Long> ranges = entry.getValue().sequences.ranges();
      out.writeInt(ranges.size());
      for (var range : ranges.entrySet()) {
        out.writeLong(range.getKey());
        out.writeLong(range.getValue());
      }
    }
  }

  static AppliedCommands readFrom(DataInputStream in) throws IOException {
    AppliedCommands read = new AppliedCommands();
    for (int lives = in.readInt(); lives > 0; lives--) {
      NodeId node = NodeId.of(in.readInt());
      long boot = in.readLong();
      SortedMap<Long, Long> ranges = new TreeMap<>();
      for (int count = in.readInt(); count > 0; count--) {
        long first = in.readLong();
        ranges.put(first, in.readLong());
      }
      read.lives.put(node, new Life(boot, new SequenceSet(ranges)));
    }
    return read;
  }
}
