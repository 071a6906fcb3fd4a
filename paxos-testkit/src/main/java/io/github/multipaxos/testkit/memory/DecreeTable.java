package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the latest durable decree of a slot. Guarded by the disk. */
final class DecreeTable {

  private final Map<Long, Decree> bySlot = new HashMap<>();

  void add(LogRecord record) {
    if (record instanceof LogRecord.Voted voted) {
      bySlot.put(voted.slot(), voted.vote().decree());
    } else if (record instanceof LogRecord.Learnt learnt) {
      bySlot.put(learnt.slot(), learnt.decree());
    }
  }

  void forgetThrough(long slot) {
    bySlot.keySet().removeIf(other -> other <= slot);
  }

  List<Decree> read(long firstSlot, long throughSlot, long maxBytes) {
    List<Decree> decrees = new ArrayList<>();
    long bytes = 0;
    for (long slot = firstSlot; slot <= throughSlot; slot++) {
      Decree decree = bySlot.get(slot);
      if (decree == null) {
        break;
      }
      bytes += decree.bytes();
      if (bytes > maxBytes && !decrees.isEmpty()) {
        break;
      }
      decrees.add(decree);
    }
    return List.copyOf(decrees);
  }
}
