package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Condition;
import io.github.multipaxos.log.FrameReader.Frame;
import io.github.multipaxos.log.SlotIndex.Candidate;
import io.github.multipaxos.log.SlotIndex.Extent;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Voted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads decrees back for one call. Opens files of its own: an interrupt of the calling thread
 * closes them under it, and must not close the file that the log writes to.
 */
final class SlotReader {

  private static final int MOST_STRETCHES = 16;
  private static final int WINDOW_SLOTS = 256; // looked up in the index at once

  private final StorageDirectory directory;
  private final Owner owner;
  private final SlotIndex index;
  private final Map<Extent, Map<Long, Decree>> stretches = new LinkedHashMap<>();
  private @Nullable Extent latestExtent;
  private Map<Long, Decree> latestDecrees = Map.of();

  SlotReader(StorageDirectory directory, Owner owner, SlotIndex index) {
    this.directory = directory;
    this.owner = owner;
    this.index = index;
  }

  List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    List<Decree> decrees = new ArrayList<>();
    List<Candidate> candidates = List.of();
    long bytes = 0;
    for (long slot = firstSlot; slot <= throughSlot; slot++) {
      if ((slot - firstSlot) % WINDOW_SLOTS == 0) {
        candidates = index.find(slot, slot + Math.min(WINDOW_SLOTS - 1, throughSlot - slot));
      }
      Decree decree = latest(slot, candidates);
      if (decree == null) {
        break;
      }
      bytes += decree.bytes();
      if (bytes > maxBytes && !decrees.isEmpty()) {
        break;
      }
      decrees.add(decree);
    }
    return decrees;
  }

  /** Returns the decree of the newest record of that slot. */
  private @Nullable Decree latest(long slot, List<Candidate> newestFirst) throws IOException {
    for (Candidate candidate : newestFirst) {
      if (candidate.slots().contains(slot)) {
        Decree decree = decrees(candidate.extent()).get(slot);
        if (decree != null) {
          return decree;
        }
      }
    }
    return null;
  }

  private Map<Long, Decree> decrees(Extent extent) throws IOException {
    if (extent != latestExtent) {
      latestDecrees = kept(extent);
      latestExtent = extent;
    }
    return latestDecrees;
  }

  private Map<Long, Decree> kept(Extent extent) throws IOException {
    Map<Long, Decree> known = stretches.remove(extent);
    if (known == null) {
      known = load(extent);
    }
    stretches.put(extent, known); // the last one used goes last
    if (stretches.size() > MOST_STRETCHES) {
      stretches.remove(stretches.keySet().iterator().next());
    }
    return known;
  }

  private Map<Long, Decree> load(Extent extent) throws IOException {
    String name = Format.segmentName(extent.at().segment());
    String path = directory.pathOf(name);
    try (StorageFile file = directory.openFile(name)) {
      SegmentHeader header = SegmentHeader.read(file, path, owner, extent.at().segment());
      return load(new Segment(header, file, path), extent);
    }
  }

  private static Map<Long, Decree> load(Segment segment, Extent extent) throws IOException {
    Map<Long, Decree> decrees = new HashMap<>();
    FrameReader reader = new FrameReader(segment, extent.bytes());
    long through = extent.at().offset() + extent.bytes();
    for (long offset = extent.at().offset(); offset < through; ) {
      Frame frame = reader.read(offset);
      FrameHeader header = frame.header();
      if (header == null || frame.condition() != Condition.INTACT) {
        throw new DamagedLogException(
            segment.path(), offset, "its checksum is wrong, and was right before");
      }
      collect(reader.payload(frame), header.recordCount(), decrees);
      offset += header.paddedBytes(segment.header().blockBytes());
    }
    return decrees;
  }

  /** Later records of a slot replace earlier ones. */
  private static void collect(ByteBuffer payload, int count, Map<Long, Decree> decrees)
      throws IOException {
    payload.position(HighMark.BYTES);
    for (int i = 0; i < count; i++) {
      LogRecord record = RecordCodec.read(payload);
      if (record instanceof Voted voted) {
        decrees.put(voted.slot(), voted.vote().decree());
      } else if (record instanceof Learnt learnt) {
        decrees.put(learnt.slot(), learnt.decree());
      }
    }
  }
}
