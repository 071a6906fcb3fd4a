package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.file.DiskDirectory;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and real threads: one appends, one compacts, one reads. */
class CompactionAlongsideTest {

  private static final long SLOTS = 600;
  private static final String TEXT = "x".repeat(400);

  @TempDir private Path directory;

  /** Both write the same file: the log's thread for each new segment, another for compactions. */
  @Test
  void theIdentityKeepsWhatEitherThreadWrites() throws Exception {
    DiskDirectory files = new DiskDirectory(directory);
    IdentityFile.create(files, Records.CLUSTER, Records.NODE, () -> 1);
    try (IdentityFile identity = IdentityFile.open(files, Records.CLUSTER, Records.NODE)) {
      FutureTask<Void> compacting =
          new FutureTask<>(
              () -> {
                for (long segment = 1; segment <= 150; segment++) {
                  identity.beginWith(segment);
                  assertThat(identity.firstSegment()).isEqualTo(segment);
                }
                return null;
              });
      Thread thread = new Thread(compacting, "compacting");
      thread.start();

      for (long segment = 1; segment <= 150; segment++) {
        identity.advanceTo(1000 + segment);
        assertThat(identity.lastSegment()).isEqualTo(1000 + segment);
      }
      compacting.get(60, TimeUnit.SECONDS);
      thread.join();
    }

    try (IdentityFile found = IdentityFile.open(files, Records.CLUSTER, Records.NODE)) {
      assertThat(found.firstSegment()).isEqualTo(150);
      assertThat(found.lastSegment()).isEqualTo(1150);
    }
  }

  @Test
  void appendsReadsAndCompactionsDoNotDisturbEachOther() throws Exception {
    FileLog log = FileLog.in(directory, SimulatedNode.SMALL);
    List<String> failures = new ArrayList<>();
    log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> failures.add(reason));
    AtomicLong durable = new AtomicLong();
    AtomicLong marked = new AtomicLong();
    FutureTask<Long> compacting = new FutureTask<>(() -> compactAlong(log, marked));
    FutureTask<Void> reading = new FutureTask<>(() -> readAlong(log, durable, marked));
    List<Thread> threads =
        List.of(new Thread(compacting, "compacting"), new Thread(reading, "reading"));
    threads.forEach(Thread::start);

    CompletableFuture<Void> all = new CompletableFuture<>();
    for (long slot = 1; slot <= SLOTS; slot++) {
      long through = slot;
      log.append(List.of(voted(slot, 1, TEXT)), () -> durable.set(through));
      if (slot % 20 == 0) {
        log.append(
            List.of(new Compacted(slot - 10), promised(slot), new ChosenThrough(slot)),
            () -> marked.set(through - 10));
      }
    }
    log.append(List.of(), () -> all.complete(null));
    all.get(60, TimeUnit.SECONDS);

    assertThat(compacting.get(60, TimeUnit.SECONDS)).isEqualTo(SLOTS - 10);
    reading.get(60, TimeUnit.SECONDS);
    for (Thread thread : threads) {
      thread.join();
    }
    log.close();
    assertThat(failures).isEmpty();
    assertFinds();
  }

  private static long compactAlong(FileLog log, AtomicLong marked) throws Exception {
    long through = 0;
    while (through < SLOTS - 10) {
      long next = marked.get();
      if (next > through) {
        through = next;
        log.compact(through);
      }
      Thread.onSpinWait();
    }
    return through;
  }

  private static Void readAlong(FileLog log, AtomicLong durable, AtomicLong marked)
      throws Exception {
    long through = 0;
    while (through < SLOTS) {
      through = durable.get();
      long first = Math.max(1, through - 30);
      List<Decree> found = log.read(first, through, Long.MAX_VALUE);
      for (Decree decree : found) {
        assertThat(decree).isEqualTo(Records.decree(TEXT));
      }
      if (marked.get() < first) {
        assertThat(found).as("slots above what was dropped").hasSize((int) (through - first + 1));
      }
      Thread.onSpinWait();
    }
    return null;
  }

  private void assertFinds() throws Exception {
    List<LogRecord> replayed = new ArrayList<>();
    FileLog log = FileLog.in(directory, SimulatedNode.SMALL);
    log.open(Records.CLUSTER, Records.NODE, replayed::add, (reason, cause) -> {});
    List<Decree> found = log.read(SLOTS - 9, SLOTS, Long.MAX_VALUE);
    log.close();

    assertThat(found).hasSize(10);
    assertThat(replayed)
        .contains(promised(SLOTS), new Compacted(SLOTS - 10), new ChosenThrough(SLOTS))
        .doesNotContain(promised(20), voted(1, 1, TEXT));
  }
}
