package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.decree;
import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static io.github.multipaxos.log.SimulatedNode.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Lost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a log drops when it is compacted, and what it keeps. */
class CompactionTest {

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private SimulatedNode node = new SimulatedNode(directory);

  @BeforeEach
  void open() throws IOException {
    node = new SimulatedNode(directory);
    node.open();
  }

  private void reopen() throws IOException {
    directory.killProcess();
    open();
  }

  private List<Long> segments() {
    return SegmentList.in(directory.list());
  }

  private long last() {
    List<Long> segments = segments();
    return segments.get(segments.size() - 1);
  }

  @Test
  void dropsTheSegmentsThatHoldNothingAboveTheSlotAndKeepsTheRest() throws IOException {
    node.persist(promised(8));
    node.vote(1, 20);
    long segments = last();

    node.compact(10);

    List<LogRecord> kept = node.acknowledged();
    assertThat(segments().get(0)).isBetween(3L, 5L);
    assertThat(last()).isGreaterThanOrEqualTo(segments);
    assertThat(node.read(11, 20)).isEqualTo(decrees(11, 20));
    reopen();
    List<LogRecord> replayed = node.replayed();
    assertThat(replayed).isEqualTo(kept.subList(kept.size() - replayed.size(), kept.size()));
    assertThat(replayed).contains(voted(11, 1, text(11)), promised(9), new ChosenThrough(10));
    assertThat(replayed).doesNotContain(voted(1, 1, text(1)), promised(8));
    assertThat(node.read(11, 20)).isEqualTo(decrees(11, 20));
  }

  private static List<Decree> decrees(long firstSlot, long throughSlot) {
    List<Decree> decrees = new ArrayList<>();
    for (long slot = firstSlot; slot <= throughSlot; slot++) {
      decrees.add(decree(text(slot)));
    }
    return decrees;
  }

  @Test
  void aVoteAboveTheSlotKeepsItsSegmentAndAllBehindIt() throws IOException {
    node.vote(1, 7);
    node.persist(learnt(1000, "far above"));
    long kept = last();
    node.vote(8, 20);

    node.compact(20);

    assertThat(segments().get(0)).isEqualTo(kept).isGreaterThan(1);
    assertThat(node.read(1000, 1000)).containsExactly(decree("far above"));
    reopen();
    assertThat(node.replayed()).contains(learnt(1000, "far above"));
    node.compact(999);
    assertThat(segments().get(0)).isEqualTo(kept);
    node.compact(1000);
    assertThat(segments().get(0)).isGreaterThan(kept);
  }

  /** Without it nobody would know that what the log holds in front of the slot may be wrong. */
  @Test
  void theRecordOfAFetchedSnapshotKeepsItsSegmentUntilItsSlotMayGo() throws IOException {
    node.vote(1, 7);
    node.persist(new Installed(50));
    long kept = last();
    node.vote(8, 20);

    node.compact(20);

    assertThat(segments().get(0)).isEqualTo(kept).isGreaterThan(1);
    assertThat(node.read(50, 50)).isEmpty();
    reopen();
    assertThat(node.replayed()).contains(new Installed(50));
    node.compact(49);
    assertThat(segments().get(0)).isEqualTo(kept);
    assertThat(node.read(50, 50)).isEmpty();
    node.compact(50);
    assertThat(segments().get(0)).isGreaterThan(kept);
  }

  @Test
  void theSegmentThatSaysSoStaysAndAllBehindIt() throws IOException {
    node.vote(1, 20);
    node.persist(new Compacted(20), promised(9), new ChosenThrough(20));
    long kept = last();
    node.vote(1, 20);

    node.log().compact(20);

    assertThat(segments().get(0)).isEqualTo(kept);
    assertThat(last()).isGreaterThan(kept + 3);
    reopen();
    assertThat(node.replayed()).contains(new Compacted(20), promised(9), new ChosenThrough(20));
    node.log().compact(20);
    assertThat(segments().get(0)).isEqualTo(kept);
  }

  @Test
  void dropsNothingWithoutTheRecordThatSaysSo() throws IOException {
    node.vote(1, 20);

    node.log().compact(20);

    assertThat(segments().get(0)).isEqualTo(1);
    reopen();
    node.log().compact(20);
    assertThat(segments().get(0)).isEqualTo(1);
    assertThat(node.read(1, 20)).isEqualTo(decrees(1, 20));
  }

  @Test
  void aRecordThatIsNotDurableDoesNotCount() throws IOException {
    node.vote(1, 20);
    node.append(new Compacted(20), promised(9), new ChosenThrough(20));

    node.log().compact(20);

    assertThat(segments().get(0)).isEqualTo(1);
  }

  @Test
  void theRecordOfAnEarlierLifeCountsAndTheIndexOfThisOneDrops() throws IOException {
    node.vote(1, 20);
    node.persist(new Compacted(20), promised(9), new ChosenThrough(20));
    node.vote(21, 24);
    reopen();

    node.log().compact(20);

    assertThat(segments().get(0)).isGreaterThan(5);
    assertThat(node.read(21, 24)).isEqualTo(decrees(21, 24));
    reopen();
    assertThat(node.replayed()).contains(promised(9), new Compacted(20));
  }

  @Test
  void manyCompactionsInARowKeepTheDirectorySmall() throws IOException {
    long before = 0;
    for (long slot = 1; slot <= 600; slot += 6) {
      node.vote(slot, slot + 5);
      node.compact(slot);
      if (slot % 60 == 1) {
        node.close();
        open();
        assertThat(node.replayed()).contains(voted(slot + 1, 1, text(slot + 1)), promised(9));
      }

      assertThat(segments()).hasSizeLessThanOrEqualTo(6);
      assertThat(directory.list().size() - segments().size())
          .isLessThanOrEqualTo(2 + SegmentSupply.MOST_RESERVES);
      assertThat(segments().get(0)).isGreaterThanOrEqualTo(before);
      before = segments().get(0);
    }
    assertThat(before).isGreaterThan(150);
  }

  @Test
  void whatACrashLeftIsDeletedOnOpeningAndNotReplayed() throws IOException {
    node.vote(1, 20);
    SimulatedDirectory uncompacted = directory.copy();
    node.compact(20);
    long first = segments().get(0);
    directory.killProcess();
    SegmentList.in(uncompacted.list()).stream()
        .filter(number -> number < first)
        .map(Format::segmentName)
        .forEach(name -> directory.damage(name, uncompacted.bytes(name)));
    assertThat(segments().get(0)).isEqualTo(1);

    open();

    assertThat(segments().get(0)).isEqualTo(first);
    assertThat(node.replayed()).doesNotContain(voted(1, 1, text(1)));
    assertThat(SegmentList.in(directory.afterCrash(SimulatedDirectory.NOTHING).list()).get(0))
        .isEqualTo(first);
  }

  @Test
  void aSegmentMissingBehindWhatWasDroppedIsStillNoticed() throws IOException {
    node.vote(1, 20);
    node.compact(10);
    node.close();
    List<Long> there = new ArrayList<>(segments());
    long last = there.remove(there.size() - 1);
    for (long segment : there) {
      SimulatedDirectory without = directory.copy();
      without.lose(Format.segmentName(segment));

      SimulatedNode found = new SimulatedNode(without);
      found.open();

      assertThat(found.replayed())
          .contains(new Lost("/simulated/" + Format.segmentName(segment) + " at offset 0"));
    }
    SimulatedDirectory without = directory.copy();
    without.lose(Format.segmentName(last));
    assertThatThrownBy(() -> new SimulatedNode(without).open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Format.segmentName(last) + " is missing");
  }

  /** Either copy may be lost afterwards: the other must not ask for segments that have gone. */
  @Test
  void bothCopiesOfTheIdentityKnowWhatHasGone() throws IOException {
    node.vote(1, 20);
    node.compact(10);
    for (int lost = 0; lost < 2; lost++) {
      byte[] identity = directory.bytes(Format.IDENTITY).clone();
      identity[lost * IdentityCopy.DISTANCE_BYTES + 20] ^= 1;

      SimulatedDirectory found = TwoSegments.with(directory, Format.IDENTITY, identity);

      assertThat(SimulatedNode.recover(found)).contains(voted(11, 1, text(11)), promised(9));
    }
  }

  @Test
  void compactingALogThatIsClosedDoesNothing() throws IOException {
    node.vote(1, 20);
    node.persist(new Compacted(20), promised(9));
    node.close();
    List<String> operations = List.copyOf(directory.operations());

    node.log().compact(20);

    assertThat(directory.operations()).isEqualTo(operations);
  }

  @Test
  void readingWhileSegmentsGoGivesWhatIsThereOrNothing() throws IOException {
    node.vote(1, 20);
    node.persist(new Compacted(12), promised(9), new ChosenThrough(12));
    List<String> seen = new ArrayList<>();
    directory.fault(
        operation -> {
          seen.add(operation);
          assertReads(first -> node.log().read(first, 20, Long.MAX_VALUE), 12);
        });

    node.log().compact(12);

    assertThat(seen).contains("write identity", "rename segment-000000000001.log reserve-1.tmp");
    assertReads(first -> node.log().read(first, 20, Long.MAX_VALUE), 12);
    assertThat(node.read(1, 20)).isEmpty();
  }

  /** Reads from each slot on. */
  private interface Reads {
    List<Decree> from(long firstSlot) throws IOException;
  }

  private static void assertReads(Reads reads, long compactedThrough) throws IOException {
    for (long first = 1; first <= 20; first++) {
      List<Decree> found = reads.from(first);
      assertThat(found).isEqualTo(decrees(first, first + found.size() - 1));
      if (first > compactedThrough) {
        assertThat(found).hasSize((int) (21 - first));
      }
    }
  }

  /** The segments go between the look into the index and the look into the file. */
  @Test
  void segmentsThatGoUnderAReadCostItNothingButWhatWasInThem() throws IOException {
    LongFunction<List<Decree>> readsWhileCompacting =
        firstSlot -> {
          SimulatedDirectory files = new SimulatedDirectory();
          Runnable[] before = {() -> {}};
          node = new SimulatedNode(files);
          FileLog log =
              FileLog.in(
                  OpeningFiles.before(files, before), SimulatedNode.SMALL, node.threads(), () -> 1);
          try {
            log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
            for (long slot = 1; slot <= 20; slot++) {
              log.append(List.of(voted(slot, 1, text(slot))), () -> {});
              node.threads().turns();
            }
            log.append(List.of(new Compacted(12), promised(9)), () -> {});
            node.threads().turns();
            before[0] = () -> compactNow(log, before);
            List<Decree> found = log.read(firstSlot, 20, Long.MAX_VALUE);
            assertThat(SegmentList.in(files.list()).get(0)).isGreaterThan(2);
            return found;
          } catch (IOException e) {
            throw new AssertionError("slot " + firstSlot, e);
          }
        };

    assertReads(readsWhileCompacting::apply, 12);
  }

  private static void compactNow(FileLog log, Runnable[] before) {
    before[0] = () -> {};
    try {
      log.compact(12);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
