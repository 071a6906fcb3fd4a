package io.github.multipaxos.architecture.breaking;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Each of these does one thing that pure code must not do. Nobody calls them. */
public final class Impurities {

  private Impurities() {}

  /** Names the rule that the class is written to break. */
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Breaks {
    String value();
  }

  @Breaks("NO_CLOCK")
  static final class ReadsTheClock {
    long now() {
      return java.time.Instant.now().toEpochMilli();
    }
  }

  @Breaks("NO_RANDOMNESS")
  static final class RollsADie {
    int roll() {
      return new Random().nextInt(6);
    }
  }

  @Breaks("NO_RANDOMNESS")
  static final class RollsAnotherDie {
    double roll() {
      return Math.random();
    }
  }

  @Breaks("NO_RANDOMNESS")
  static final class NamesItself {
    String name() {
      return java.util.UUID.randomUUID().toString();
    }
  }

  @Breaks("NO_THREADS")
  static final class StartsAThread {
    void start() {
      new Thread(() -> {}).start();
    }
  }

  @Breaks("NO_THREADS")
  static final class CountsForThreads {
    final AtomicLong count = new AtomicLong();
  }

  @Breaks("NO_LOCKS")
  static final class Locks {
    synchronized int locked() {
      return 1;
    }
  }

  @Breaks("NO_SHARED_MEMORY")
  static final class Shares {
    volatile int shared;
  }

  @Breaks("NO_GLOBAL_STATE")
  static final class IsOneForAll {
    static int count;
  }

  @Breaks("NO_IO")
  static final class OpensAFile {
    boolean exists(java.nio.file.Path file) {
      return java.nio.file.Files.exists(file);
    }
  }

  @Breaks("NO_IO")
  static final class Prints {
    void print(java.io.PrintStream out) {
      out.println();
    }
  }

  @Breaks("NO_LOGGING")
  static final class Logs {
    void log() {
      LoggerFactory.getLogger(Logs.class).info("logs");
    }
  }

  @Breaks("NO_SYSTEM")
  static final class AsksTheSystem {
    long nanos() {
      return System.nanoTime();
    }
  }

  @Breaks("NO_SYSTEM")
  static final class AsksTheSystemByReference {
    java.util.function.LongSupplier clock() {
      return System::currentTimeMillis;
    }
  }

  @Breaks("NO_HASH_ORDER")
  static final class KeepsAHashMap {
    final Map<String, String> map = new HashMap<>();
  }

  @Breaks("NO_HASH_ORDER")
  static final class KeepsAHashSet {
    final Set<String> set = new HashSet<>();
  }

  @Breaks("NO_HASH_ORDER")
  static final class MakesASet {
    final Set<String> set = Set.of("a", "b");
  }

  @Breaks("NO_HASH_ORDER")
  static final class MakesAMap {
    final Map<String, String> map = Map.of("a", "b");
  }

  @Breaks("NO_HASH_ORDER")
  static final class CollectsASet {
    Set<String> collect(Stream<String> stream) {
      return stream.collect(Collectors.toSet());
    }
  }

  @Breaks("NO_HASH_ORDER")
  static final class Groups {
    Map<Integer, List<String>> group(Stream<String> stream) {
      return stream.collect(Collectors.groupingBy(String::length));
    }
  }

  @Breaks("NO_PARALLEL_STREAMS")
  static final class StreamsInParallel {
    long count(ArrayList<String> list) {
      return list.parallelStream().count();
    }
  }

  @Breaks("NO_PARALLEL_STREAMS")
  static final class TurnsParallel {
    long count(Collection<String> list) {
      return list.stream().parallel().count();
    }
  }
}
