package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.decree;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Compacted;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that has not been compacted for very long. */
class ManySegmentsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What it took to do something with a log. */
  private record Cost(long operations, long listedNames) {

    static Cost of(CountingDirectory directory) {
      return new Cost(directory.operations(), directory.listedNames());
    }

    Cost since(Cost earlier) {
      return new Cost(operations - earlier.operations, listedNames - earlier.listedNames);
    }

    void assertGrowsLikeTheLog(Cost ofTenTimesTheLog) {
      assertThat(ofTenTimesTheLog.operations).isLessThanOrEqualTo(11 * operations);
      assertThat(ofTenTimesTheLog.listedNames).isLessThanOrEqualTo(11 * listedNames);
    }
  }

  private static FileLog openIn(CountingDirectory directory, ManualThreads threads)
      throws IOException {
    FileLog log = FileLog.in(directory, SimulatedNode.SMALL, threads, () -> 1);
    log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
    return log;
  }

  private static void persist(FileLog log, ManualThreads threads, LogRecord... records) {
    log.append(List.of(records), () -> {});
    threads.turns();
  }

  /** Makes a log in which each slot has a segment to itself. */
  private static CountingDirectory ofSegments(int segments) throws IOException {
    CountingDirectory directory = new CountingDirectory();
    ManualThreads threads = new ManualThreads();
    FileLog log = openIn(directory, threads);
    for (int slot = 1; slot < segments; slot++) {
      persist(log, threads, voted(slot, 1, "x".repeat(2500)));
    }
    persist(log, threads, voted(segments, 1, "x".repeat(2000)), new Compacted(segments - 2));
    persist(log, threads, promised(9));
    log.close();
    assertThat(SegmentList.in(directory.list())).hasSize(segments);
    return directory;
  }

  @Test
  void openingReadingAndCompactingCostTenTimesAsMuchForTenTimesTheSegments() throws IOException {
    CountingDirectory small = ofSegments(1_000);
    CountingDirectory large = ofSegments(10_000);

    List<Cost> ofSmall = costs(small, 1_000);
    List<Cost> ofLarge = assertTimeoutPreemptively(PATIENCE, () -> costs(large, 10_000));

    for (int i = 0; i < ofSmall.size(); i++) {
      ofSmall.get(i).assertGrowsLikeTheLog(ofLarge.get(i));
    }
  }

  /** Opens, reads ten slots, compacts. */
  private static List<Cost> costs(CountingDirectory directory, int segments) throws IOException {
    Cost start = Cost.of(directory);
    FileLog log = openIn(directory, new ManualThreads());
    Cost opened = Cost.of(directory);
    for (long slot = 1; slot < 10; slot++) {
      assertThat(log.read(slot, slot, Long.MAX_VALUE)).containsExactly(decree("x".repeat(2500)));
    }
    Cost read = Cost.of(directory);
    log.compact(segments - 2);
    assertThat(SegmentList.in(directory.list())).hasSizeLessThan(4);
    Cost compacted = Cost.of(directory);
    assertThat(log.read(1, 9, Long.MAX_VALUE)).isEmpty();
    assertThat(Cost.of(directory)).as("a look for what has gone").isEqualTo(compacted);
    log.close();
    return List.of(opened.since(start), read.since(opened), compacted.since(read));
  }
}
