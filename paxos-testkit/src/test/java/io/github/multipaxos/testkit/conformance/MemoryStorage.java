package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import java.util.Optional;
import java.util.function.BiFunction;

/** Memory logs on a memory disk, each made over by {@code maker}. */
record MemoryStorage(MemoryDisk disk, BiFunction<MemoryDisk, MemoryLog, DurableLog> maker)
    implements LogStorage, StorageFaults {

  MemoryStorage() {
    this(new MemoryDisk(), (disk, log) -> log);
  }

  @Override
  public DurableLog newLog() {
    return maker.apply(disk, MemoryLog.threaded(disk));
  }

  @Override
  public LogStorage afterKill() {
    return new MemoryStorage(disk.copy(), maker);
  }

  @Override
  public LogStorage afterPowerCut() {
    MemoryDisk left = disk.copy();
    left.cutPower();
    return new MemoryStorage(left, maker);
  }

  @Override
  public Optional<StorageFaults> faults() {
    return Optional.of(this);
  }

  @Override
  public void stallSyncs() {
    disk.stallSyncs();
  }

  @Override
  public void resumeSyncs() {
    disk.resumeSyncs();
  }

  @Override
  public void failNextSync() {
    disk.failNextSync("on purpose");
  }
}
