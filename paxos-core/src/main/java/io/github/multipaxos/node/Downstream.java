package io.github.multipaxos.node;

import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.SnapshotTask;
import java.util.List;

/** Takes the part of a step's effects that stays within the node. Its methods do not block. */
interface Downstream {

  /** Applies what was chosen, and lets the reads run that have become due. */
  void apply(Effects effects);

  /** Answers callers whose operations will not be seen to be chosen. */
  void settle(Effects effects);

  /** Does what is owed about snapshots. */
  void perform(List<SnapshotTask> tasks);

  /** Reads decrees from the log for peers. */
  void readBack(Effects effects);

  /** Tells people. */
  void observe(Replica replica, Effects effects);
}
