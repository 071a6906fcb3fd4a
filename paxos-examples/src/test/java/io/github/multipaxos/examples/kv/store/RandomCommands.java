package io.github.multipaxos.examples.kv.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Draws commands of every kind about a few keys, the same for the same seed. */
final class RandomCommands {

  private static final int KEYS = 8;

  private final Random random;
  private final List<Supplier<KvCommand>> kinds =
      List.of(
          () -> new Update.Set(key(), value(), condition(), ttlMillis()),
          () -> new Update.Delete(keys()),
          () -> new Update.Add(key(), amount()),
          () -> new Update.Append(key(), value()),
          () -> Update.SetMany.of(List.of(key(), value(), key(), value())),
          () -> new Update.GetSet(key(), value()),
          () -> new Update.Swap(key(), value(), value()),
          () -> new Timed.Expire(key(), amount()),
          () -> new Timed.Persist(key()),
          () -> new Timed.TimeToLive(key(), 1000),
          Timed.Advance::new,
          () -> new Query.Get(key()),
          () -> new Query.GetMany(keys()),
          () -> new Query.Exists(keys()),
          () -> new Query.Length(key()),
          Query.Size::new,
          this::batch,
          this::rarelyFlush);

  RandomCommands(long seed) {
    random = new Random(seed);
  }

  KvCommand next() {
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  private KvCommand batch() {
    List<KvCommand> commands = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      KvCommand next = next();
      if (!(next instanceof Batch)) {
        commands.add(next);
      }
    }
    return new Batch(commands);
  }

  private KvCommand rarelyFlush() {
    return random.nextInt(10) == 0 ? new Update.Flush() : next();
  }

  private List<Blob> keys() {
    return List.of(key(), key(), key()).subList(0, 1 + random.nextInt(3));
  }

  private Blob key() {
    return Blob.utf8("key-" + random.nextInt(KEYS));
  }

  private Blob value() {
    return random.nextBoolean() ? Integers.format(random.nextInt(100)) : bytes();
  }

  private Blob bytes() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return Blob.wrap(bytes);
  }

  private long amount() {
    return random.nextInt(50) - 10;
  }

  private long ttlMillis() {
    return random.nextBoolean() ? 0 : 1 + random.nextInt(50);
  }

  private Update.Condition condition() {
    return Update.Condition.values()[random.nextInt(3)];
  }
}
