package io.github.multipaxos.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryLogTest {

  private static final ClusterId CLUSTER = new ClusterId("orders");
  private static final NodeId NODE = NodeId.of(1);

  private final MemoryDisk disk = new MemoryDisk(77);
  private final List<String> events = new ArrayList<>();

  @Test
  void doesNothingBeforeItIsToldTo() throws IOException {
    MemoryLog log = openStepped(disk);

    append(log, "a", 1);
    append(log, "b", 2);

    assertThat(events).isEmpty();
    assertThat(disk.durableRecords()).isEmpty();
    assertThat(log.pendingCallbacks()).isEqualTo(2);
  }

  @Test
  void syncsOneAppendAtATime() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);
    append(log, "b", 2, 3);

    assertThat(log.syncNext()).isTrue();

    assertThat(events).containsExactly("a");
    assertThat(disk.durableRecords()).containsExactly(promised(1));
    assertThat(disk.unsyncedRecords()).isEqualTo(2);
  }

  @Test
  void syncsEverythingAndRunsEveryCallback() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);
    append(log, "b");
    append(log, "c", 2);

    log.sync();

    assertThat(events).containsExactly("a", "b", "c");
    assertThat(disk.durableRecords()).containsExactly(promised(1), promised(2));
    assertThat(log.syncNext()).isFalse();
  }

  @Test
  void losesWhatIsNotDurableInAPowerCut() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);
    log.sync();
    append(log, "b", 2);

    disk.cutPower();

    assertThat(replayOf(disk)).containsExactly(promised(1));
  }

  @Test
  void keepsAsMuchOfTheTailAsAPowerCutIsToldTo() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);
    log.sync();
    append(log, "b", 2, 3);
    append(log, "c", 4);

    disk.cutPower(2);

    assertThat(replayOf(disk)).containsExactly(promised(1), promised(2), promised(3));
  }

  @Test
  void refusesToKeepMoreThanThereIs() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);

    assertThatThrownBy(() -> disk.cutPower(2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsWhatIsWrittenWhenTheProcessIsKilled() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);

    disk.kill();

    assertThat(disk.unsyncedRecords()).isEqualTo(1);
    assertThat(replayOf(disk)).containsExactly(promised(1));
  }

  @Test
  void makesDurableOnOpeningWhatAKilledProcessLeft() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);
    disk.kill();

    openStepped(disk);
    disk.cutPower();

    assertThat(replayOf(disk)).containsExactly(promised(1));
  }

  @Test
  void runsNoCallbackOnceItIsCutOff() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a");
    append(log, "b", 1);

    disk.cutPower();
    append(log, "c", 2);
    log.sync();
    log.close();

    assertThat(events).isEmpty();
    assertThat(replayOf(disk)).isEmpty();
  }

  @Test
  void leavesTheDiskToTheNextLogOnceItIsCutOff() throws IOException {
    MemoryLog dead = openStepped(disk);
    disk.kill();
    MemoryLog alive = openStepped(disk);

    append(dead, "dead", 1);
    dead.close();
    append(alive, "alive", 2);
    alive.sync();

    assertThat(events).containsExactly("alive");
    assertThat(disk.durableRecords()).containsExactly(promised(2));
    assertThatThrownBy(() -> dead.read(1, 1, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void endsItsThreadWhenItIsCutOff() throws Exception {
    MemoryLog log = MemoryLog.threaded(disk);
    CompletableFuture<Thread> working = new CompletableFuture<>();
    open(log);
    log.append(List.of(), () -> working.complete(Thread.currentThread()));
    Thread thread = working.get(20, TimeUnit.SECONDS);

    disk.cutPower();

    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void isCutOffWhileItsSyncHangs() throws Exception {
    MemoryLog log = MemoryLog.threaded(disk);
    open(log);
    disk.stallSyncs();
    append(log, "a", 1);

    disk.cutPower();
    log.close();

    assertThat(events).isEmpty();
    assertThat(replayOf(disk)).isEmpty();
  }

  @Test
  void reportsAFailedWriteAndAcceptsNothingMore() throws IOException {
    MemoryLog log = openStepped(disk);
    append(log, "a", 1);
    log.sync();
    disk.failNextWrite("disk full");

    append(log, "b", 2);
    append(log, "c", 3);
    log.sync();

    assertThat(events)
        .containsExactly(
            "a", "failed: the memory log stops: cannot write to the memory disk: disk full");
    assertThat(disk.durableRecords()).containsExactly(promised(1));
    assertThatThrownBy(log::close).isInstanceOf(IOException.class).hasMessageContaining("durable");
    assertThat(replayOf(disk)).containsExactly(promised(1));
  }

  @Test
  void reportsACallbackThatThrows() throws IOException {
    MemoryLog log = openStepped(disk);
    log.append(
        List.of(),
        () -> {
          throw new IllegalStateException("no");
        });

    log.sync();

    assertThat(events).containsExactly("failed: the memory log stops: no");
  }

  @Test
  void doesNotOpenWhenWhatItFindsCannotBeSynced() throws IOException {
    disk.failNextSync("bad sector");

    assertThatThrownBy(() -> openStepped(disk))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad sector");
    assertThat(openStepped(disk)).isNotNull();
  }

  @Test
  void showsALowerBootCountOnABackup() throws IOException {
    open(MemoryLog.stepped(disk));
    MemoryDisk backup = disk.copy();
    disk.kill();
    open(MemoryLog.stepped(disk));
    disk.kill();

    Identity restored = open(MemoryLog.stepped(backup));
    Identity original = open(MemoryLog.stepped(disk));

    assertThat(restored.boot()).isEqualTo(2);
    assertThat(original.boot()).isEqualTo(3);
    assertThat(restored.boots().processOf(1)).isEqualTo(original.boots().processOf(1));
    assertThat(restored.boots().processOf(2)).isNotEqualTo(original.boots().processOf(2));
    assertThat(restored.incarnation()).isEqualTo(original.incarnation()).isEqualTo(77);
  }

  @Test
  void refusesToBeOpenedTwice() throws IOException {
    MemoryLog log = openStepped(disk);
    log.close();

    assertThatThrownBy(() -> open(log)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesToBeSteppedWhenItHasAThread() throws IOException {
    try (MemoryLog log = MemoryLog.threaded(disk)) {
      open(log);

      assertThatThrownBy(log::sync).isInstanceOf(IllegalStateException.class);
    }
  }

  private MemoryLog openStepped(MemoryDisk on) throws IOException {
    MemoryLog log = MemoryLog.stepped(on);
    open(log);
    return log;
  }

  private Identity open(MemoryLog log) throws IOException {
    return log.open(
        CLUSTER, NODE, record -> {}, (reason, cause) -> events.add("failed: " + reason));
  }

  private void append(MemoryLog log, String name, int... rounds) {
    List<LogRecord> records = new ArrayList<>();
    for (int round : rounds) {
      records.add(promised(round));
    }
    log.append(records, () -> events.add(name));
  }

  private static LogRecord promised(int round) {
    return new LogRecord.Promised(new Ballot(round, NODE));
  }

  private static List<LogRecord> replayOf(MemoryDisk disk) throws IOException {
    List<LogRecord> replayed = new ArrayList<>();
    try (MemoryLog log = MemoryLog.stepped(disk)) {
      log.open(CLUSTER, NODE, replayed::add, (reason, cause) -> {});
    }
    return replayed;
  }
}
