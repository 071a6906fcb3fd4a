package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Logs that break one promise each. */
final class BrokenLogs {

  private BrokenLogs() {}

  /** Returns another identity than the disk has. */
  static DurableLog misnaming(DurableLog log, UnaryOperator<Identity> misnamer) {
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        return misnamer.apply(super.open(cluster, node, replay, listener));
      }
    };
  }

  /** Replays something else than what was appended. */
  static DurableLog replaying(DurableLog log, UnaryOperator<List<LogRecord>> distortion) {
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        List<LogRecord> found = new ArrayList<>();
        Identity identity = super.open(cluster, node, found::add, listener);
        distortion.apply(found).forEach(replay);
        return identity;
      }
    };
  }

  static List<LogRecord> withoutTheLast(List<LogRecord> records) {
    return records.subList(0, Math.max(0, records.size() - 1));
  }

  static List<LogRecord> newestFirst(List<LogRecord> records) {
    List<LogRecord> reversed = new ArrayList<>(records);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Has a memory of peers that is none of the log's. */
  static DurableLog knowing(DurableLog log, PeerMemory peers) {
    return new ForwardingLog(log) {
      @Override
      public PeerMemory peers() {
        return peers;
      }
    };
  }

  /** Vouches for whom it has met, and shows nobody. */
  static PeerMemory shyPeers() {
    return new PeerMemory() {
      @Override
      public Optional<Acquaintance> of(NodeId peer) {
        return Optional.empty();
      }

      @Override
      public void note(Acquaintance met, Runnable whenDurable) {
        whenDurable.run();
      }

      @Override
      public boolean isDisowned() {
        return false;
      }

      @Override
      public void disown() {}

      @Override
      public boolean isAdmitted() {
        return true;
      }

      @Override
      public void admit(Runnable whenDurable) {
        whenDurable.run();
      }
    };
  }

  static DurableLog openingForAnybody(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        return super.open(LogProbe.CLUSTER, LogProbe.NODE, replay, listener);
      }
    };
  }

  static DurableLog openingWhatIsOpen(MemoryDisk disk, DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        disk.kill();
        return super.open(cluster, node, replay, listener);
      }
    };
  }

  static DurableLog swallowingWhatReplayThrows(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        return super.open(cluster, node, record -> swallow(replay, record), listener);
      }
    };
  }

  private static void swallow(Consumer<LogRecord> replay, LogRecord record) {
    try {
      replay.accept(record);
    } catch (RuntimeException e) {
      // broken on purpose
    }
  }

  /** Syncs a copy in place of what it has found. */
  static DurableLog believingWhatItFinds(MemoryDisk disk, MemoryLog log) {
    return disk.unsyncedRecords() > 0 ? MemoryLog.threaded(disk.copy()) : log;
  }

  static DurableLog swappingTheFirstCallbacks(DurableLog log) {
    return new ForwardingLog(log) {
      private Runnable first;
      private int appends;

      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        appends++;
        if (appends == 1) {
          first = whenDurable;
          super.append(records, () -> {});
        } else if (appends == 2) {
          super.append(
              records,
              () -> {
                whenDurable.run();
                first.run();
              });
        } else {
          super.append(records, whenDurable);
        }
      }
    };
  }

  static DurableLog overlappingCallbacks(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        super.append(records, () -> new Thread(whenDurable).start());
      }
    };
  }

  static DurableLog vouchingBeforeItWrites(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        runElsewhere(whenDurable);
        super.append(records, () -> {});
      }
    };
  }

  static DurableLog vouchingBeforeItSyncs(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        super.append(records, () -> {});
        runElsewhere(whenDurable);
      }
    };
  }

  static DurableLog vouchingAtOnceForNothing(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        if (records.isEmpty()) {
          runElsewhere(whenDurable);
        } else {
          super.append(records, whenDurable);
        }
      }
    };
  }

  static DurableLog syncingForNothing(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        LogRecord filler = new LogRecord.Promised(Ballot.NONE);
        super.append(records.isEmpty() ? List.of(filler) : records, whenDurable);
      }
    };
  }

  /** Waits for the disk, and then runs the callback on the thread that appends. */
  static DurableLog waitingForTheDisk(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        super.append(records, () -> durable.complete(null));
        try {
          durable.get();
          whenDurable.run();
        } catch (InterruptedException | ExecutionException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  /** Reads what {@code reading} makes of a table of all that was appended, durable or not. */
  static DurableLog readingFromATable(DurableLog log, boolean latest) {
    NavigableMap<Long, Decree> table = new TreeMap<>();
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        return super.open(cluster, node, replay.andThen(this::note), listener);
      }

      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        records.forEach(this::note);
        super.append(records, whenDurable);
      }

      private void note(LogRecord record) {
        if (record instanceof LogRecord.Voted voted) {
          note(voted.slot(), voted.vote().decree());
        } else if (record instanceof LogRecord.Learnt learnt) {
          note(learnt.slot(), learnt.decree());
        }
      }

      private void note(long slot, Decree decree) {
        table.merge(slot, decree, (earlier, later) -> latest ? later : earlier);
      }

      @Override
      public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) {
        return List.copyOf(table.subMap(firstSlot, true, throughSlot, true).values());
      }
    };
  }

  /** Does something to what is read. */
  interface Reading {
    List<Decree> of(DurableLog log, long firstSlot, long throughSlot, long maxBytes)
        throws IOException;
  }

  static DurableLog reading(DurableLog log, Reading reading) {
    return new ForwardingLog(log) {
      @Override
      public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
        return reading.of(log, firstSlot, throughSlot, maxBytes);
      }
    };
  }

  static DurableLog readingOnOneThread(DurableLog log) {
    Thread owner = Thread.currentThread();
    return reading(
        log,
        (inner, firstSlot, throughSlot, maxBytes) -> {
          if (Thread.currentThread() != owner) {
            throw new IOException("broken on purpose");
          }
          return inner.read(firstSlot, throughSlot, maxBytes);
        });
  }

  static List<Decree> nothingTooLarge(
      DurableLog log, long firstSlot, long throughSlot, long maxBytes) throws IOException {
    List<Decree> decrees = log.read(firstSlot, throughSlot, maxBytes);
    return !decrees.isEmpty() && decrees.get(0).bytes() > maxBytes ? List.of() : decrees;
  }

  /** Never syncs and is gone without a word when it is closed. */
  static DurableLog leavingWithoutAWord(MemoryDisk disk) {
    return new ForwardingLog(MemoryLog.stepped(disk)) {
      @Override
      public void close() {
        disk.kill();
      }
    };
  }

  static DurableLog keepingHold(DurableLog log) {
    return new ForwardingLog(log) {
      @Override
      public void close() {}
    };
  }

  static DurableLog listeningWith(
      DurableLog log, UnaryOperator<DurableLog.FailureListener> distortion) {
    return new ForwardingLog(log) {
      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        return super.open(cluster, node, replay, distortion.apply(listener));
      }
    };
  }

  /** Does {@code then} with what is appended after a failure. */
  static DurableLog afterAFailure(DurableLog log, AfterFailure then) {
    return new ForwardingLog(log) {
      private volatile boolean failed;

      @Override
      public Identity open(
          ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
          throws IOException {
        FailureListener noting =
            (reason, cause) -> {
              failed = true;
              listener.failed(reason, cause);
            };
        return super.open(cluster, node, replay, noting);
      }

      @Override
      public void append(List<LogRecord> records, Runnable whenDurable) {
        if (failed) {
          then.append(records, whenDurable);
        } else {
          super.append(records, whenDurable);
        }
      }
    };
  }

  /** What a broken log does with an append that it should ignore. */
  interface AfterFailure {
    void append(List<LogRecord> records, Runnable whenDurable);
  }

  /** Gets at the disk behind the back of the log that has failed. */
  static void appendBehindItsBack(MemoryDisk disk, List<LogRecord> records) {
    disk.kill();
    MemoryLog log = MemoryLog.stepped(disk);
    try {
      log.open(LogProbe.CLUSTER, LogProbe.NODE, record -> {}, (reason, cause) -> {});
      log.append(records, () -> {});
      log.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
