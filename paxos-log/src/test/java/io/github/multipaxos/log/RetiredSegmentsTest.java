package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.decree;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static io.github.multipaxos.log.SimulatedNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord.Compacted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the files of segments that the log has let go of. */
class RetiredSegmentsTest {

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private SimulatedNode node = new SimulatedNode(directory);

  @BeforeEach
  void open() throws IOException {
    node = new SimulatedNode(directory);
    node.open();
  }

  private List<String> reserves() {
    return directory.list().stream().filter(name -> name.startsWith("reserve")).toList();
  }

  @Test
  void theOldestAreKeptUpToALimitAndTheRestDeleted() throws IOException {
    node.vote(1, 42);

    node.compact(36);

    assertThat(reserves())
        .hasSize(SegmentSupply.MOST_RESERVES)
        .startsWith("reserve-1.tmp", "reserve-2.tmp")
        .contains("reserve-8.tmp");
    assertThat(SegmentList.in(directory.list()).get(0)).isEqualTo(10);
    assertThat(directory.operations()).contains("delete segment-000000000009.log");
  }

  @Test
  void theyBecomeTheNextSegmentsAndNothingIsFilledWithZeros() throws IOException {
    node.vote(1, 18);
    node.compact(15);
    int before = directory.operations().size();

    node.vote(19, 27);
    node.threads().tasks();

    List<String> operations = directory.operations().subList(before, directory.operations().size());
    assertThat(operations)
        .anyMatch(operation -> operation.startsWith("rename reserve-1.tmp segment-"))
        .anyMatch(operation -> operation.startsWith("rename reserve-2.tmp segment-"))
        .noneMatch(operation -> operation.startsWith("allocate"));
  }

  @Test
  void oneThatWasFoundDamagedIsDeleted() throws IOException {
    node.vote(1, 20);
    directory.killProcess();
    byte[] bad = directory.bytes("segment-000000000002.log").clone();
    bad[1000] ^= 1;
    directory.damage("segment-000000000002.log", bad);
    directory.lose("segment-000000000001.log");
    open();
    node.vote(21, 30);

    node.compact(24);

    assertThat(directory.operations()).contains("delete segment-000000000002.log");
    assertThat(reserves()).contains("reserve-3.tmp", "reserve-4.tmp");
  }

  @Test
  void oneOfAnotherLengthIsDeleted() throws IOException {
    node.vote(1, 6);
    node.persist(voted(7, 1, "long".repeat(3000)));
    long large = SegmentList.in(directory.list()).get(2);
    node.vote(8, 20);

    node.compact(16);

    assertThat(directory.operations()).contains("delete " + Format.segmentName(large));
    assertThat(reserves()).contains("reserve-1.tmp", "reserve-2.tmp", "reserve-4.tmp");
  }

  @Test
  void theyAreDeletedOnClosingAndOnOpeningAfterAKill() throws IOException {
    node.vote(1, 20);
    node.compact(16);
    SimulatedDirectory killed = directory.copy();

    node.close();

    assertThat(reserves()).isEmpty();
    assertThat(killed.list()).contains("reserve-1.tmp");
    SimulatedNode.recover(killed);
    assertThat(killed.list()).noneMatch(name -> name.endsWith(".tmp"));
  }

  /** The file goes, and is written to, between the look at its name and the look into it. */
  @Test
  void readingFromAFileThatIsWrittenToAgainGivesNothing() throws IOException {
    for (int turn = 0; turn < 2; turn++) {
      boolean overwrites = turn == 1;
      SimulatedDirectory files = new SimulatedDirectory();
      Runnable[] after = {() -> {}};
      node = new SimulatedNode(files);
      FileLog log = openIn(OpeningFiles.after(files, after));
      for (long slot = 1; slot <= 20; slot++) {
        append(log, slot);
      }
      log.append(List.of(new Compacted(12), promised(9)), () -> {});
      node.threads().turns();
      after[0] = () -> compact(log, overwrites ? 12 : 0, after);

      List<Decree> found = log.read(1, 3, Long.MAX_VALUE);

      assertThat(found).hasSize(overwrites ? 0 : 3);
      assertThat(log.read(21, 21, Long.MAX_VALUE))
          .isEqualTo(overwrites ? List.of(decree(text(21))) : List.of());
    }
  }

  private FileLog openIn(StorageDirectory files) throws IOException {
    FileLog log = FileLog.in(files, SimulatedNode.SMALL, node.threads(), () -> 1);
    log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
    return log;
  }

  private void append(FileLog log, long slot) {
    log.append(List.of(voted(slot, 1, text(slot))), () -> {});
    node.threads().turns();
  }

  private void compact(FileLog log, long throughSlot, Runnable[] after) {
    after[0] = () -> {};
    try {
      log.compact(throughSlot);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    for (long slot = 21; throughSlot > 0 && slot <= 32; slot++) {
      append(log, slot);
    }
  }

  /** A look at a log that is written to meanwhile sees a file become another segment. */
  @Test
  void aLookAtALogInUseDoesNotTakeAFileThatIsUsedAgainForDamage() throws IOException {
    for (boolean isInUse : new boolean[] {true, false}) {
      SimulatedDirectory files = new SimulatedDirectory();
      node = new SimulatedNode(files);
      FileLog log = openIn(files);
      for (long slot = 1; slot <= 20; slot++) {
        append(log, slot);
      }
      log.append(List.of(new Compacted(12), promised(9)), () -> {});
      node.threads().turns();
      Runnable[] after = {() -> {}};
      StorageDirectory looked = OpeningFiles.after(files, after);
      List<LogFinding> findings = new ArrayList<>();
      LogVisitor visitor =
          new LogVisitor() {
            @Override
            public void segment(String file, long bytes) {
              if (file.endsWith("segment-000000000002.log")) {
                compact(log, 12, after);
              }
            }

            @Override
            public void finding(LogFinding finding) {
              findings.add(finding);
            }
          };

      LogInspection.of(looked, isInUse).walk(visitor);

      if (isInUse) {
        assertThat(findings).isEmpty();
      } else {
        assertThat(findings).isNotEmpty();
      }
    }
  }
}
