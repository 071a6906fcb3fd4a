package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.log.Durability;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.testkit.simulation.disk.SimulatedDirectory;
import io.github.multipaxos.testkit.simulation.disk.TimelineThreads;
import org.jspecify.annotations.Nullable;

/** The real file log on a simulated disk. */
final class FileStorage implements Storage, ReplaceableDisk {

  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;
  private static final int BLOCK_BYTES = 512;

  private final Timeline timeline;
  private final Dice dice;
  private final Faults faults;
  private final SimulatedDirectory own;
  private SimulatedDirectory directory;
  private SimulatedDirectory backup;
  private final FileLogOptions options;
  private @Nullable TimelineThreads threads;
  private long meanSyncNanos;
  private long stalledUntilNanos;
  private boolean isCalm;

  FileStorage(Timeline timeline, Dice dice, Faults faults, String path) {
    this.timeline = timeline;
    this.dice = dice;
    this.faults = faults;
    this.own = new SimulatedDirectory(path, dice.fork());
    this.directory = own;
    this.backup = own;
    this.meanSyncNanos =
        100 * MICROS + (long) (faults.degree(Fault.SLOW_DISK) * dice.fraction() * 300 * MILLIS);
    this.options =
        new FileLogOptions(
            BLOCK_BYTES * dice.between(8, 256), BLOCK_BYTES, Durability.FSYNC, 1L << 30);
  }

  @Override
  public DurableLog log() {
    TimelineThreads own = new TimelineThreads(timeline, this::syncNanos);
    threads = own;
    if (!isCalm && dice.chance(0.3 * faults.degree(Fault.CRASH))) {
      directory.losePowerAfter(dice.below(40)); // soon, so that it may fall into the opening
    }
    return FileLog.in(directory, options, own, dice::nextLong);
  }

  private long syncNanos() {
    return Math.max(0, stalledUntilNanos - timeline.nanos())
        + dice.tailed(30 * MICROS, meanSyncNanos);
  }

  @Override
  public void crash(boolean isPowerLost) {
    if (threads != null) {
      threads.stop();
      threads = null;
    }
    directory.calm();
    if (isPowerLost) {
      directory.restartMachine();
    } else {
      directory.killProcess();
    }
  }

  @Override
  public void stall(long untilNanos) {
    stalledUntilNanos = Math.max(stalledUntilNanos, untilNanos);
  }

  @Override
  public void failNext() {
    switch (dice.below(3)) {
      case 0 -> directory.capacityBytes(directory.bytes());
      case 1 -> directory.losePowerAfter(dice.below(20));
      default -> directory.failNext();
    }
  }

  @Override
  public boolean rotSnapshot() {
    return directory.rot(name -> name.startsWith("snapshot-") && name.endsWith(".bin"));
  }

  @Override
  public boolean rotLog() {
    return directory.rotSectors(FileStorage::isSegment, dice.below(3) + 1);
  }

  private static boolean isSegment(String name) {
    return name.startsWith("segment-");
  }

  @Override
  public boolean mendLog() {
    return directory.mend(FileStorage::isSegment);
  }

  @Override
  public void bearRot() {
    directory.bear();
  }

  @Override
  public void backUp() {
    backup = directory.copy();
  }

  @Override
  public void replaceByNothing() {
    directory = own.blank();
  }

  @Override
  public void replaceByBackup() {
    directory = backup;
  }

  @Override
  public void putBack() {
    directory = own;
  }

  @Override
  public boolean isPowerLost() {
    return directory.isPowerLost();
  }

  @Override
  public void calm() {
    isCalm = true;
    meanSyncNanos = 100 * MICROS;
    stalledUntilNanos = 0;
    directory.calm();
    if (threads != null) {
      threads.hurry();
    }
  }
}
