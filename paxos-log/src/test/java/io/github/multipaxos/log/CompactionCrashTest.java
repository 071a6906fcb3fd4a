package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Voted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Crashes before every single operation on a file, while a log is compacted again and again. */
class CompactionCrashTest {

  /** A node that appends and compacts, and appends while segments go, until it is cut off. */
  private static final class Life {
    private final SimulatedDirectory directory;
    private final SimulatedNode node;
    private final List<LogRecord> appended = new ArrayList<>();
    private long slot;
    private int gone;
    private boolean ended;

    Life(SimulatedDirectory directory) {
      this.directory = directory;
      this.node = new SimulatedNode(directory);
    }

    /** Lives until the given operation, counted from now, or to the end of the story. */
    Life until(int operation) throws IOException {
      SimulatedDirectory.Fault cut = PowerCut.after(operation);
      directory.fault(cut);
      try {
        node.open();
        directory.fault(
            name -> {
              cut.before(name);
              if (name.startsWith("delete segment") || name.startsWith("rename segment")) {
                gone++;
                append(voted(++slot, 9, "while a segment goes" + "-".repeat(900)));
              }
            });
        story();
        ended = true;
      } catch (PowerCut e) {
        // what was done until here is what the test looks at
      } catch (IOException e) {
        assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(PowerCut.class); // in close
      }
      return this;
    }

    private void story() throws IOException {
      append(promised(1));
      for (int round = 2; round <= 4; round++) {
        for (int i = 0; i < 8; i++) {
          append(voted(++slot, round, "x".repeat(500)));
          node.threads().tasks();
        }
        if (round == 3) {
          append(voted(500, round, "far above"));
        }
        append(new Compacted(slot - 2), promised(round), new ChosenThrough(slot - 1));
        node.log().compact(slot - 2);
      }
      node.close();
    }

    private void append(LogRecord... records) {
      appended.addAll(List.of(records));
      node.persist(records);
      if (!node.failures().isEmpty()) {
        throw new PowerCut();
      }
    }

    /** Returns everything that was or may have become durable, from the oldest segment on. */
    List<LogRecord> all() {
      List<LogRecord> all = new ArrayList<>(node.replayed());
      all.addAll(appended);
      return all;
    }

    int owed() {
      return node.replayed().size() + node.acknowledged().size();
    }
  }

  /** The next life finds all that counts: only what may go has gone, and only from the front. */
  private static void assertFinds(List<LogRecord> found, Life life) {
    List<LogRecord> all = life.all();
    int dropped = found.isEmpty() ? 0 : Collections.lastIndexOfSubList(all, found);
    int compacted = lastCompacted(all.subList(0, life.owed()));
    assertThat(dropped).as("found one stretch").isNotNegative();
    assertThat(dropped + found.size()).as("found to the end").isGreaterThanOrEqualTo(life.owed());
    assertThat(dropped).as("found the mark").isLessThanOrEqualTo(Math.max(0, compacted));
    for (LogRecord gone : all.subList(0, dropped)) {
      long through = ((Compacted) all.get(compacted)).throughSlot();
      assertThat(gone).isNotEqualTo(voted(500, 3, "far above"));
      if (gone instanceof Voted voted) {
        assertThat(voted.slot()).isLessThanOrEqualTo(through);
      }
    }
  }

  private static int lastCompacted(List<LogRecord> records) {
    int last = -1;
    for (int i = 0; i < records.size(); i++) {
      last = records.get(i) instanceof Compacted ? i : last;
    }
    return last;
  }

  private static void assertNoLeftovers(SimulatedDirectory directory) throws IOException {
    List<Long> numbers = SegmentList.in(directory.list());
    try (IdentityFile identity = IdentityFile.open(directory, Records.CLUSTER, Records.NODE)) {
      assertThat(numbers.get(0)).isEqualTo(identity.firstSegment());
      assertThat(numbers.get(numbers.size() - 1)).isEqualTo(identity.lastSegment());
    }
  }

  @Test
  void losesNothingThatCountsWhereverThePowerFails() throws IOException {
    int compacted = 0;
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      for (Survival survival : Survivals.of(operation)) {
        SimulatedDirectory after = life.directory.afterCrash(survival);

        Life next = new Life(after).until(Integer.MAX_VALUE);

        assertFinds(next.node.replayed(), life);
        assertThat(next.ended).isTrue();
        assertNoLeftovers(after);
        compacted += next.node.replayed().contains(promised(1)) ? 0 : 1;
      }
    }
    assertThat(compacted).as("crashes after something was dropped").isGreaterThan(200);
  }

  @Test
  void losesNothingThatCountsWhenThePowerFailsAgainWhileTheLogIsOpened() throws IOException {
    boolean ended = false;
    for (int operation = 60; !ended; operation += 2) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      List<Survival> survivals = Survivals.of(operation);
      for (int again = 0; again < 18; again++) {
        SimulatedDirectory after = life.directory.afterCrash(survivals.get(again % 6));
        openUntil(again, after);
        SimulatedDirectory third = after.afterCrash(survivals.get((again + 3) % 6));

        Life next = new Life(third).until(Integer.MAX_VALUE);

        assertFinds(next.node.replayed(), life);
        assertNoLeftovers(third);
      }
    }
  }

  private static void openUntil(int operation, SimulatedDirectory directory) throws IOException {
    directory.fault(PowerCut.after(operation));
    try {
      new SimulatedNode(directory).open();
    } catch (PowerCut e) {
      // what was done until here is what the test looks at
    }
  }

  @Test
  void losesNothingThatCountsWhenAProcessIsKilledAndThePowerFailsNext() throws IOException {
    boolean ended = false;
    for (int operation = 60; !ended; operation++) {
      Life killed = new Life(new SimulatedDirectory()).until(operation);
      ended = killed.ended;
      killed.directory.killProcess();
      List<LogRecord> replayed = SimulatedNode.recover(killed.directory);
      assertFinds(replayed, killed);
      SimulatedDirectory after = killed.directory.afterCrash(SimulatedDirectory.NOTHING);

      List<LogRecord> found = SimulatedNode.recover(after);

      assertThat(found).isEqualTo(replayed);
      assertNoLeftovers(after);
    }
  }

  @Test
  void theStoryOfTheseTestsDropsSegmentsMoreThanOnceAndUsesThemAgain() throws IOException {
    Life life = new Life(new SimulatedDirectory()).until(Integer.MAX_VALUE);

    assertThat(life.ended).isTrue();
    assertThat(life.gone).isGreaterThan(4);
    assertThat(life.directory.operations())
        .anyMatch(operation -> operation.matches("rename reserve-\\d+.tmp segment-\\d+.log"));
    assertThat(life.node.replayed()).isEmpty();
    assertThat(SegmentList.in(life.directory.list()).get(0)).isGreaterThan(4);
  }
}
