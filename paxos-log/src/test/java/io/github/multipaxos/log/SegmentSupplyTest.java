package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.multipaxos.log.file.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a reserve of zeros comes about while the log goes on. */
class SegmentSupplyTest {

  private static final int STEPS = 16;
  private static final long SEGMENT_BYTES = (long) STEPS * ZeroFiller.STEP_BYTES;
  private static final Owner OWNER = new Owner(Records.CLUSTER, Records.NODE, 5);

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private final List<Long> filledAtPauses = new ArrayList<>();
  private final List<Thread> others = new ArrayList<>();
  private Runnable duringPause = () -> {};
  private final SegmentSupply supply =
      new SegmentSupply(directory, SEGMENT_BYTES, new Pauses(), (reason, cause) -> {});

  /** Notes each pause, and lets happen in it what a test wants to happen. */
  private final class Pauses implements LogThreads {
    @Override
    public void start(String name, Work work) {}

    @Override
    public void wake() {}

    @Override
    public void later(Runnable task) {}

    @Override
    public void stop() {}

    @Override
    public void pause(Duration duration) {
      filledAtPauses.add(bytes("reserve.tmp") / ZeroFiller.STEP_BYTES);
      duringPause.run();
    }
  }

  @AfterEach
  void join() throws InterruptedException {
    for (Thread other : others) {
      other.join();
    }
  }

  private long bytes(String name) {
    try (StorageFile file = directory.openFile(name)) {
      return file.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something with files to be done by another thread. */
  private interface Deed {
    void run() throws IOException;
  }

  private Thread another(Deed deed) {
    Thread thread =
        new Thread(
            () -> {
              try {
                deed.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    others.add(thread);
    thread.start();
    return thread;
  }

  private SegmentHeader header(long number) {
    return new SegmentHeader(OWNER, number, SEGMENT_BYTES, 512, 512, 1);
  }

  @Test
  void whileTheLogStandsStillEachStepIsFollowedByAPause() {
    supply.followTo(SEGMENT_BYTES / 8);

    supply.fillReserve();

    assertThat(filledAtPauses).hasSize(STEPS - 1).startsWith(1L, 2L, 3L);
    assertThat(bytes("reserve.tmp")).isEqualTo(SEGMENT_BYTES);
  }

  @Test
  void aLogThatHasNearlyFilledItsSegmentIsGivenOneWithoutAPause() {
    supply.followTo(SEGMENT_BYTES / 8 * 7);

    supply.fillReserve();

    assertThat(filledAtPauses).isEmpty();
  }

  @Test
  void itIsMadeAsFastAsTheLogGetsOn() {
    supply.followTo(SEGMENT_BYTES / 8);
    duringPause = () -> supply.followTo(SEGMENT_BYTES / 2);

    supply.fillReserve();

    assertThat(filledAtPauses).startsWith(1L, STEPS / 2 + 1L, STEPS / 2 + 2L);
  }

  @Test
  void whoNeedsItNowWaitsForItAndForNoFurtherPause() {
    duringPause =
        () -> {
          Thread waiting = another(() -> supply.make(header(2)));
          await().until(() -> waiting.getState() == Thread.State.WAITING);
        };

    supply.fillReserve();

    await().until(() -> directory.list().contains(Format.segmentName(2)));
    assertThat(filledAtPauses).hasSize(1);
    assertThat(directory.operations()).noneMatch(operation -> operation.contains("next.tmp"));
  }

  @Test
  void aSegmentThatIsLetGoOfMeanwhileIsKeptAtOnceAndUsedFirst() throws IOException {
    supply.make(header(1));
    duringPause =
        () -> {
          duringPause = () -> {};
          Thread compacting = another(() -> supply.retire(1));
          await().until(() -> !compacting.isAlive());
        };
    supply.fillReserve();
    assertThat(directory.list()).contains("reserve-1.tmp", "reserve.tmp");

    supply.make(header(2));

    assertThat(directory.list()).contains("reserve.tmp").doesNotContain("reserve-1.tmp");
  }

  @Test
  void closingBreaksItOffAndLeavesNothing() {
    duringPause =
        () -> {
          Thread closing = another(supply::close);
          await().until(() -> closing.getState() == Thread.State.WAITING);
        };

    supply.fillReserve();

    assertThat(filledAtPauses).hasSize(1);
    assertThat(directory.list()).isEmpty();
  }
}
