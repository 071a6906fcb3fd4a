package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes and syncs that fail, and disks that fill up. */
class FailureTest {

  private static final long SEGMENT_BYTES = SimulatedNode.SMALL.segmentBytes();

  /** Both files with two copies: of the identity, and of what is known of peers. */
  private static final long COPIES_BYTES = (1 << 14) + 2176 + (1 << 14) + 32;

  private static SimulatedNode opened() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    node.persist(promised(1), voted(1, 1, "one"));
    return node;
  }

  private static void failOnce(SimulatedDirectory directory, int operation) {
    int[] left = {operation};
    directory.fault(
        name -> {
          if (left[0]-- == 0) {
            throw new IOException("Input/output error");
          }
        });
  }

  /** Fills three segments, with reserves and fences. */
  private static void story(SimulatedNode node) {
    for (int slot = 2; slot <= 20; slot++) {
      node.append(voted(slot, 1, "x".repeat(400)));
      node.append();
      node.threads().turns();
      node.threads().tasks();
      node.threads().idle();
    }
  }

  @Test
  void anyFailedOperationEndsTheLogOnceAndIsNotRetried() throws IOException {
    List<String> failed = new ArrayList<>();
    for (int operation = 0; ; operation++) {
      SimulatedNode node = opened();
      int before = node.directory().operations().size();
      failOnce(node.directory(), operation);

      story(node);

      List<String> operations = node.directory().operations();
      if (before + operation >= operations.size()) {
        break;
      }
      String victim = operations.get(before + operation);
      if (node.failures().isEmpty()) {
        assertThat(victim).contains("reserve.tmp"); // made anew when it is needed
        continue;
      }
      failed.add(victim);
      assertThat(operations.subList(before + operation + 1, operations.size()))
          .allMatch(later -> later.contains("reserve.tmp"));
      assertStopped(node);
    }
    assertThat(failed)
        .contains("write segment-000000000001.log", "force segment-000000000001.log")
        .contains("write identity", "force identity", "force directory");
  }

  private static void assertStopped(SimulatedNode node) throws IOException {
    List<LogRecord> acknowledged = List.copyOf(node.acknowledged());
    assertThat(node.failures()).hasSize(1);
    assertThat(node.failures().get(0)).contains("/simulated/", "Input/output error");

    node.persist(voted(99, 1, "late"));
    node.append();
    node.threads().turns();
    node.close();

    assertThat(node.failures()).hasSize(1);
    assertThat(node.acknowledged()).isEqualTo(acknowledged);
    SimulatedDirectory after = node.directory().afterCrash(SimulatedDirectory.NOTHING);
    assertThat(SimulatedNode.recover(after)).isEqualTo(acknowledged);
  }

  @Test
  void aFullDiskEndsTheLogWithEverythingAcknowledgedInPlace() throws IOException {
    SimulatedNode node = opened();
    node.directory().capacityBytes(COPIES_BYTES + SEGMENT_BYTES);

    story(node);

    assertThat(node.failures()).hasSize(1);
    assertThat(node.failures().get(0))
        .contains("segment-000000000002.log", "No space left on device");
    assertThat(node.acknowledged()).hasSizeGreaterThan(2);
    SimulatedDirectory after = node.directory().afterCrash(SimulatedDirectory.NOTHING);
    assertThat(SimulatedNode.recover(after)).isEqualTo(node.acknowledged());
  }

  @Test
  void aDiskThatIsFullWhenALogIsMadeRefusesIt() {
    SimulatedDirectory directory = new SimulatedDirectory();
    directory.capacityBytes(COPIES_BYTES + SEGMENT_BYTES - 1);

    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("segment-000000000001.log")
        .hasMessageContaining("No space left on device");
    directory.capacityBytes(COPIES_BYTES + SEGMENT_BYTES);
    assertThat(directory.list()).doesNotContain("next.tmp");
  }

  @Test
  void theReserveOutlivesADiskThatFillsUp() throws IOException {
    SimulatedNode node = opened();
    node.persist(voted(2, 1, "x".repeat(1600)));
    node.threads().tasks();
    node.directory().capacityBytes(COPIES_BYTES + 2 * SEGMENT_BYTES);

    node.persist(voted(3, 1, "y".repeat(1600)));

    assertThat(node.failures()).isEmpty();
    assertThat(node.acknowledged()).hasSize(4);
    assertThat(node.directory().list()).contains("segment-000000000002.log");
  }

  @Test
  void aCallbackThatThrowsEndsTheLog() throws IOException {
    SimulatedNode node = opened();
    List<String> ran = new ArrayList<>();
    node.log()
        .append(
            List.of(promised(2)),
            () -> {
              throw new IllegalStateException("a bug");
            });
    node.log().append(List.of(), () -> ran.add("later"));

    node.threads().turns();

    assertThat(ran).isEmpty();
    assertThat(node.failures()).hasSize(1);
    assertThat(node.failures().get(0)).contains("a bug");
  }

  @Test
  void aRecordOfMoreThanTheLogCanWriteEndsIt() throws IOException {
    SimulatedNode node = opened();
    Bytes large = Bytes.wrap(new byte[1 << 26]);
    LogRecord record = new LogRecord.Learnt(2, Records.decree(large));

    node.persist(record, record, record, record);

    assertThat(node.acknowledged()).hasSize(2);
    assertThat(node.failures()).hasSize(1);
    assertThat(node.failures().get(0)).contains("256 MiB");
  }

  @Test
  void aFailureDuringCloseIsReported() throws IOException {
    SimulatedNode node = opened();
    node.append(voted(2, 1, "two"));
    failOnce(node.directory(), 1);

    node.close();

    assertThat(node.acknowledged()).hasSize(2);
    assertThat(node.failures()).hasSize(1);
  }
}
