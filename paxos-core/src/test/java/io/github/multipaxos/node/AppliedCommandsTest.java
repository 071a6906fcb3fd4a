package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Rule C6. */
class AppliedCommandsTest {

  private final AppliedCommands applied = new AppliedCommands();

  private static CommandId id(int node, long boot, long sequence) {
    return new CommandId(NodeId.of(node), boot, sequence);
  }

  private static byte[] written(AppliedCommands applied) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      applied.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void letsEachCommandThroughOnce() {
    assertThat(applied.contains(id(1, 1, 5))).isFalse();

    assertThat(applied.add(id(1, 1, 5))).isTrue();

    assertThat(applied.contains(id(1, 1, 5))).isTrue();
    assertThat(applied.add(id(1, 1, 5))).isFalse();
    assertThat(applied.add(id(1, 1, 4))).isTrue();
    assertThat(applied.add(id(2, 1, 5))).isTrue();
  }

  @Test
  void letsNothingThroughOfAnEarlierLife() {
    applied.add(id(1, 1, 1));
    applied.add(id(1, 3, 1));

    assertThat(applied.add(id(1, 1, 2))).isFalse();
    assertThat(applied.add(id(1, 2, 1))).isFalse();
    assertThat(applied.contains(id(1, 2, 9))).isTrue();
    assertThat(applied.add(id(1, 3, 2))).isTrue();
  }

  @Test
  void countsAnewInALaterLifeOfThatNodeOnly() {
    applied.add(id(1, 1, 1));
    applied.add(id(2, 1, 1));

    assertThat(applied.add(id(1, 2, 1))).isTrue();

    assertThat(applied.contains(id(1, 2, 2))).isFalse();
    assertThat(applied.contains(id(2, 1, 1))).isTrue();
    assertThat(applied.contains(id(2, 1, 2))).isFalse();
  }

  /** Every second command of a node was rejected: each leaves a gap for ever. */
  @Test
  void staysWithinItsBoundAndForgetsTheOldestGapFirst() {
    int kept = AppliedCommands.MOST_RANGES;
    for (long sequence = 2; sequence <= 2L * (kept + 10); sequence += 2) {
      assertThat(applied.add(id(1, 1, sequence))).isTrue();
    }

    assertThat(written(applied).length).isEqualTo(4 + 4 + 8 + 4 + 16 * kept);
    for (long closed = 3; closed <= 21; closed += 2) {
      assertThat(applied.add(id(1, 1, closed))).isFalse();
    }
    assertThat(applied.contains(id(1, 1, 1))).isFalse();
    assertThat(applied.contains(id(1, 1, 23))).isFalse();
  }

  @Test
  void givesACopyThatDoesNotChangeWithIt() {
    applied.add(id(1, 1, 1));
    AppliedCommands copy = applied.copy();

    applied.add(id(1, 1, 2));
    applied.add(id(2, 1, 1));
    copy.add(id(3, 1, 1));

    assertThat(copy.contains(id(1, 1, 1))).isTrue();
    assertThat(copy.contains(id(1, 1, 2))).isFalse();
    assertThat(copy.contains(id(2, 1, 1))).isFalse();
    assertThat(applied.contains(id(3, 1, 1))).isFalse();
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    applied.add(id(7, 3, 5));
    applied.add(id(7, 3, 9));
    applied.add(id(2, 1, Long.MAX_VALUE - 1));

    AppliedCommands read =
        AppliedCommands.readFrom(new DataInputStream(new ByteArrayInputStream(written(applied))));

    assertThat(written(read)).isEqualTo(written(applied));
    assertThat(read.add(id(7, 3, 9))).isFalse();
    assertThat(read.add(id(7, 2, 6))).isFalse();
    assertThat(read.add(id(7, 3, 6))).isTrue();
    assertThat(read.add(id(2, 1, Long.MAX_VALUE - 1))).isFalse();
  }

  @Test
  void isWrittenTheSameWhateverTheOrderInWhichCommandsCame() {
    AppliedCommands other = new AppliedCommands();
    for (int i = 0; i < 20; i++) {
      applied.add(id(1 + i % 3, 1, i));
      other.add(id(1 + (19 - i) % 3, 1, 19 - i));
    }

    assertThat(written(other)).isEqualTo(written(applied));
  }
}
