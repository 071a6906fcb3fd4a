package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.testkit.memory.MemorySnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores of snapshots that break one promise each. */
final class BrokenStores {

  private BrokenStores() {}

  static SnapshotStore listing(SnapshotStore store, UnaryOperator<List<SnapshotId>> distortion) {
    return new ForwardingSnapshots(store) {
      @Override
      public List<SnapshotId> list() throws IOException {
        return distortion.apply(new ArrayList<>(super.list()));
      }
    };
  }

  /** Gives the snapshot its place before there is anything in it. */
  static SnapshotStore listingDrafts(SnapshotStore store) {
    return new ForwardingSnapshots(store) {
      @Override
      public Draft begin(long slot) throws IOException {
        super.begin(slot).finish();
        return super.begin(slot);
      }
    };
  }

  /** Knows only of what this process has taken itself. */
  static SnapshotStore forgettingOnReopening(SnapshotStore store) {
    List<SnapshotId> own = new ArrayList<>();
    return new ForwardingSnapshots(store) {
      @Override
      public List<SnapshotId> list() throws IOException {
        return super.list().stream().filter(own::contains).toList();
      }

      @Override
      public Draft begin(long slot) throws IOException {
        return new ForwardingDraft(super.begin(slot)) {
          @Override
          public SnapshotId finish() throws IOException {
            SnapshotId snapshot = super.finish();
            own.add(snapshot);
            return snapshot;
          }
        };
      }

      @Override
      public long assemble(SnapshotId snapshot, long offset, Bytes part) throws IOException {
        long bytes = super.assemble(snapshot, offset, part);
        own.add(snapshot);
        return bytes;
      }
    };
  }

  static SnapshotStore keepingTheFirstOfASlot(SnapshotStore store) {
    return new ForwardingSnapshots(store) {
      @Override
      public Draft begin(long slot) throws IOException {
        for (SnapshotId snapshot : list()) {
          if (snapshot.slot() == slot) {
            return super.begin(slot + 1);
          }
        }
        return super.begin(slot);
      }
    };
  }

  static SnapshotStore drafting(SnapshotStore store, UnaryOperator<SnapshotStore.Draft> by) {
    return new ForwardingSnapshots(store) {
      @Override
      public Draft begin(long slot) throws IOException {
        return by.apply(super.begin(slot));
      }
    };
  }

  /** Does what another draft does, but for what a broken one overrides. */
  static class ForwardingDraft implements SnapshotStore.Draft {
    private final SnapshotStore.Draft draft;

    ForwardingDraft(SnapshotStore.Draft draft) {
      this.draft = draft;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      draft.write(bytes, offset, count);
    }

    @Override
    public SnapshotId finish() throws IOException {
      return draft.finish();
    }

    @Override
    public void close() throws IOException {
      draft.close();
    }
  }

  static SnapshotStore.Draft misnaming(SnapshotStore.Draft draft) {
    return new ForwardingDraft(draft) {
      @Override
      public SnapshotId finish() throws IOException {
        SnapshotId snapshot = super.finish();
        return new SnapshotId(snapshot.slot(), snapshot.bytes(), 1);
      }
    };
  }

  static SnapshotStore.Draft writingFromTheFront(SnapshotStore.Draft draft) {
    return new ForwardingDraft(draft) {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        super.write(bytes, 0, count);
      }
    };
  }

  /** Goes by the slot alone. */
  static SnapshotStore openingAnyOfASlot(SnapshotStore store) {
    return new ForwardingSnapshots(store) {
      @Override
      public Optional<InputStream> open(SnapshotId snapshot) throws IOException {
        for (SnapshotId other : list()) {
          if (other.slot() == snapshot.slot()) {
            return super.open(other);
          }
        }
        return super.open(snapshot);
      }
    };
  }

  /** Does something to a part that is read. */
  interface PartReading {
    Optional<Bytes> of(SnapshotStore store, SnapshotId snapshot, long offset, int maxBytes)
        throws IOException;
  }

  static SnapshotStore reading(SnapshotStore store, PartReading reading) {
    return new ForwardingSnapshots(store) {
      @Override
      public Optional<Bytes> read(SnapshotId snapshot, long offset, int maxBytes)
          throws IOException {
        return reading.of(store, snapshot, offset, maxBytes);
      }
    };
  }

  static SnapshotStore readingOnOneThread(SnapshotStore store) {
    Thread owner = Thread.currentThread();
    return reading(
        store,
        (inner, snapshot, offset, maxBytes) -> {
          if (Thread.currentThread() != owner) {
            throw new IOException("broken on purpose");
          }
          return inner.read(snapshot, offset, maxBytes);
        });
  }

  /** Does something to a part that is offered. */
  interface Assembling {
    long by(SnapshotStore store, SnapshotId snapshot, long offset, Bytes part) throws IOException;
  }

  static SnapshotStore assembling(SnapshotStore store, Assembling assembling) {
    return new ForwardingSnapshots(store) {
      @Override
      public long assemble(SnapshotId snapshot, long offset, Bytes part) throws IOException {
        return assembling.by(store, snapshot, offset, part);
      }
    };
  }

  /** Takes each part for the one that it was waiting for. */
  static long appendingWhatComes(SnapshotStore store, SnapshotId snapshot, long offset, Bytes part)
      throws IOException {
    return store.assemble(snapshot, store.assemble(snapshot, 0, Bytes.EMPTY), part);
  }

  /** Goes on with the parts that there are, whichever snapshot they are of. */
  static SnapshotStore mixingParts(SnapshotStore store) {
    SnapshotId[] first = {SnapshotId.NONE};
    return assembling(
        store,
        (inner, snapshot, offset, part) -> {
          if (first[0].isNone()) {
            first[0] = snapshot;
          }
          return inner.assemble(first[0], offset, part);
        });
  }

  /** Gives whatever came the name that it should have had. */
  static SnapshotStore believingEveryPart(MemorySnapshots store) {
    return assembling(
        store,
        (inner, snapshot, offset, part) -> {
          long bytes = inner.assemble(snapshot, offset, part);
          if (bytes == 0 && part.size() > 0 && offset > 0) {
            SnapshotStore.Draft draft = inner.begin(snapshot.slot());
            draft.write(part.toArray(), 0, part.size());
            draft.finish();
            return snapshot.bytes();
          }
          return bytes;
        });
  }

  /** Says that a snapshot is there when its last part has come, and puts it together later. */
  static SnapshotStore finishingTooLate(SnapshotStore store) {
    return assembling(
        store,
        (inner, snapshot, offset, part) ->
            offset + part.size() == snapshot.bytes()
                ? snapshot.bytes()
                : inner.assemble(snapshot, offset, part));
  }

  static SnapshotStore removing(SnapshotStore store, boolean anyOfTheSlot) {
    return new ForwardingSnapshots(store) {
      @Override
      public void remove(SnapshotId snapshot) throws IOException {
        if (anyOfTheSlot) {
          for (SnapshotId other : list()) {
            if (other.slot() == snapshot.slot()) {
              super.remove(other);
            }
          }
        }
      }
    };
  }
}
