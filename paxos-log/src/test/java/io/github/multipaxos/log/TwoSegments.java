package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.record.LogRecord;
import java.io.IOException;

/** A log of two segments, and what tests do to it. */
final class TwoSegments {

  static final String FIRST = "segment-000000000001.log";
  static final String SECOND = "segment-000000000002.log";
  static final Owner OWNER = new Owner(Records.CLUSTER, Records.NODE, 0x1122334455667788L);

  private TwoSegments() {}

  /** A fence, then six batches; a frame of several sectors; no fence at the end. */
  static SimulatedNode writtenTo(SimulatedDirectory directory) throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    node.persist(promised(1), voted(1, 1, "one"));
    node.persist(voted(2, 1, "two".repeat(300)));
    node.persist(learnt(3, "three"));
    node.persist(voted(4, 2, "four".repeat(200)), new LogRecord.ChosenThrough(3));
    node.persist(voted(5, 2, "five"));
    node.persist(voted(6, 2, "six".repeat(50) + "\0".repeat(1100) + "six".repeat(50)));
    assertThat(directory.list()).contains(SECOND).doesNotContain("segment-000000000003.log");
    return node;
  }

  /** Returns a copy of the directory with another content of one file. */
  static SimulatedDirectory with(SimulatedDirectory directory, String name, byte[] bytes) {
    SimulatedDirectory copy = directory.copy();
    copy.damage(name, bytes);
    return copy;
  }
}
