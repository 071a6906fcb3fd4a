package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.CLUSTER;
import static io.github.multipaxos.log.Records.NODE;
import static io.github.multipaxos.log.Records.decree;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog.FailureListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files, with real threads. */
class FileLogTest {

  private static final FileLogOptions OPTIONS = FileLogOptions.DEFAULT.withSegmentBytes(1 << 16);
  private static final FailureListener FAILS =
      (reason, cause) -> {
        throw new AssertionError(reason, cause);
      };

  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("deep").resolve("data");
  }

  private static void persist(FileLog log, LogRecord... records) throws InterruptedException {
    CountDownLatch durable = new CountDownLatch(1);
    log.append(List.of(records), durable::countDown);
    durable.await();
  }

  @Test
  void findsEverythingAgainAfterClosing() throws Exception {
    List<LogRecord> written = new ArrayList<>();
    Identity first;
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      first = log.open(CLUSTER, NODE, record -> {}, FAILS);
      for (int slot = 1; slot <= 100; slot++) {
        LogRecord record = voted(slot, 1, "x".repeat(slot * 37 % 3000));
        written.add(record);
        persist(log, record);
      }
    }

    List<LogRecord> replayed = new ArrayList<>();
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      Identity second = log.open(CLUSTER, NODE, replayed::add, FAILS);

      assertThat(second.incarnation()).isEqualTo(first.incarnation());
      assertThat(first.boot()).isEqualTo(1);
      assertThat(second.boot()).isEqualTo(2);
      assertThat(log.read(3, 4, Long.MAX_VALUE))
          .containsExactly(decree("x".repeat(111)), decree("x".repeat(148)));
    }
    assertThat(replayed).isEqualTo(written);
    assertThat(directory().resolve("segment-000000000003.log")).exists().hasSize(1 << 16);
  }

  @Test
  void opensWithTheDefaultsOnly() throws Exception {
    try (FileLog log = FileLog.in(directory())) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      persist(log, promised(1));
    }

    List<LogRecord> replayed = new ArrayList<>();
    try (FileLog log = FileLog.in(directory(), OPTIONS.withBlockBytes(512))) {
      log.open(CLUSTER, NODE, replayed::add, FAILS);
      persist(log, promised(2));
    }
    try (FileLog log = FileLog.in(directory())) {
      log.open(CLUSTER, NODE, replayed::add, FAILS);
    }
    assertThat(replayed).containsExactly(promised(1), promised(1), promised(2));
  }

  @Test
  void givesEveryDirectoryAnIncarnationOfItsOwn() throws IOException {
    try (FileLog one = FileLog.in(temporary.resolve("one"), OPTIONS);
        FileLog two = FileLog.in(temporary.resolve("two"), OPTIONS)) {
      long first = one.open(CLUSTER, NODE, record -> {}, FAILS).incarnation();
      long second = two.open(CLUSTER, NODE, record -> {}, FAILS).incarnation();

      assertThat(first).isNotEqualTo(second);
    }
  }

  @Test
  void refusesAnotherNodesAndAnotherClustersDirectory() throws IOException {
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
    }

    FileLog otherNode = FileLog.in(directory(), OPTIONS);
    FileLog otherCluster = FileLog.in(directory(), OPTIONS);

    assertThatThrownBy(() -> otherNode.open(CLUSTER, NodeId.of(4), record -> {}, FAILS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to node 3 of cluster orders, not to node 4");
    assertThatThrownBy(() -> otherCluster.open(new ClusterId("bills"), NODE, record -> {}, FAILS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not to node 3 of cluster bills");
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      assertThat(log.open(CLUSTER, NODE, record -> {}, FAILS).boot()).isEqualTo(2);
    }
  }

  @Test
  void refusesADirectoryThatIsOpenInThisProcess() throws Exception {
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      FileLog second = FileLog.in(directory().resolve("..").resolve("data"), OPTIONS);

      assertThatThrownBy(() -> second.open(CLUSTER, NODE, record -> {}, FAILS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("already open in this process");
      second.close();
      persist(log, promised(1));
    }
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
    }
  }

  @Test
  void runsCallbacksInOrderOnItsOwnThread() throws Exception {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);

      for (int i = 0; i < 2000; i++) {
        int number = i;
        log.append(
            i % 3 == 0 ? List.of() : List.of(voted(i, 1, "x")),
            () -> {
              ran.add(number);
              threads.add(Thread.currentThread().getName());
            });
      }
    }

    assertThat(ran).isEqualTo(IntStream.range(0, 2000).boxed().toList());
    assertThat(threads).containsOnly("paxos-orders-3-log");
  }

  @Test
  void blocksAnAppendWhileTheBudgetIsFull() throws Exception {
    FileLogOptions tight = OPTIONS.withUnwrittenBytes(1000);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch through = new CountDownLatch(1);
    try (FileLog log = FileLog.in(directory(), tight)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      log.append(List.of(), () -> awaitQuietly(held));
      log.append(List.of(voted(1, 1, "x".repeat(5000))), () -> {});
      Thread appender =
          new Thread(
              () -> {
                blocked.countDown();
                log.append(List.of(voted(2, 1, "x")), through::countDown);
              });
      appender.start();
      blocked.await();
      while (appender.isAlive() && appender.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      boolean waits = appender.isAlive();
      held.countDown();
      through.await();

      assertThat(waits).isTrue();
      appender.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsWhileItAppends() throws Exception {
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      persist(log, voted(1, 1, "0"));
      for (int round = 1; round < 300; round++) {
        log.append(
            List.of(voted(1, round, Integer.toString(round)), voted(round + 1, 1, "y")), () -> {});

        assertThat(log.read(1, 1, Long.MAX_VALUE)).hasSize(1);
      }
      persist(log, voted(2, 400, "z"));

      assertThat(log.read(1, 2, Long.MAX_VALUE)).containsExactly(decree("299"), decree("z"));
      assertThat(log.read(1, 999, Long.MAX_VALUE)).hasSize(300);
    }
  }

  @Test
  void anInterruptedReaderDoesNoHarm() throws Exception {
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      persist(log, voted(1, 1, "one"));

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> log.read(1, 1, Long.MAX_VALUE)).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();

      persist(log, voted(2, 1, "two"));
      assertThat(log.read(1, 2, Long.MAX_VALUE)).hasSize(2);
    }
  }

  @Test
  void fencesWhatItWroteWhenNothingMoreComes() throws Exception {
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      persist(log, promised(1));
      Path segment = directory().resolve("segment-000000000001.log");
      // behind the header, the fence of the opening, and the promise; and behind its own stamp
      int fenceAt = 3 * 4096 + SegmentSeal.STAMP_BYTES;

      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (Files.readAllBytes(segment)[fenceAt] == 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(Files.readAllBytes(segment)[fenceAt]).isEqualTo((byte) 'M');
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    try (FileLog log = FileLog.in(directory(), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, FAILS);
      for (int slot = 1; slot < 50; slot++) {
        persist(log, voted(slot, 1, "x".repeat(3000)));
      }
    }

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("paxos-orders"));
    assertThat(directory().toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
  }

  @Test
  void isOpenedOnceAndNotUsedBefore() throws IOException {
    FileLog log = FileLog.in(directory(), OPTIONS);

    assertThatThrownBy(() -> log.append(List.of(), () -> {}))
        .isInstanceOf(IllegalStateException.class);
    log.open(CLUSTER, NODE, record -> {}, FAILS);
    assertThatThrownBy(() -> log.open(CLUSTER, NODE, record -> {}, FAILS))
        .isInstanceOf(IllegalStateException.class);
    log.close();
    log.close();
    assertThatThrownBy(() -> log.read(1, 1, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }
}
