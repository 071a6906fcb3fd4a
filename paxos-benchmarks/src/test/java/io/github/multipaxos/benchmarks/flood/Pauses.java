package io.github.multipaxos.benchmarks.flood;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * How long this JVM stood still to collect garbage, with a collector that works in no other way.
 */
final class Pauses {

  private final AtomicLong longestMillis = new AtomicLong();
  private final AtomicLong totalMillis = new AtomicLong();

  /** Looks from now on. */
  static Pauses watch() {
    Pauses pauses = new Pauses();
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean)
          .addNotificationListener((told, handback) -> pauses.hear(told), null, null);
    }
    return pauses;
  }

  private void hear(Notification told) {
    if (told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long millis =
          GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData())
              .getGcInfo()
              .getDuration();
      longestMillis.accumulateAndGet(millis, Math::max);
      totalMillis.addAndGet(millis);
    }
  }

  long longestMillis() {
    return longestMillis.get();
  }

  long totalMillis() {
    return totalMillis.get();
  }
}
