package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.spi.DurableLog;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The file log keeps every promise of its interface on a disk that hangs, fails and loses power.
 */
class FaultyFileLogConformanceTest implements DurableLogConformance, SnapshotStoreConformance {

  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public LogStorage newStorage() {
    return new Faulty(new FaultyDirectory());
  }

  private record Faulty(FaultyDirectory directory) implements LogStorage, StorageFaults {

    @Override
    public DurableLog newLog() {
      return FileLog.in(
          directory, FileLogConformanceTest.OPTIONS, new PooledThreads(), RANDOM::nextLong);
    }

    @Override
    public LogStorage afterKill() {
      return new Faulty(directory.afterKill());
    }

    @Override
    public LogStorage afterPowerCut() {
      return new Faulty(directory.afterPowerCut());
    }

    @Override
    public Optional<StorageFaults> faults() {
      return Optional.of(this);
    }

    @Override
    public void stallSyncs() {
      directory.stallSyncs(true);
    }

    @Override
    public void resumeSyncs() {
      directory.stallSyncs(false);
    }

    @Override
    public void failNextSync() {
      directory.failNextSync();
    }
  }
}
