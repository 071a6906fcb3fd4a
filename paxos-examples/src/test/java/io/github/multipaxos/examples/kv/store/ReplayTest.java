package io.github.multipaxos.examples.kv.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Moment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two replicas that are given the same log agree after every command. */
class ReplayTest {

  private static final int COMMANDS = 2_000;

  private final KvCodec codec = new KvCodec();

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void replaysToTheSameRepliesAndDigests(long seed) {
    KvMachine first = new KvMachine();
    KvMachine second = new KvMachine();
    RandomCommands commands = new RandomCommands(seed);

    for (long slot = 1; slot <= COMMANDS; slot++) {
      Moment at = new Moment(slot, 1_000 + slot * 3);
      KvCommand command = commands.next();
      KvCommand copy = codec.decode(ByteBuffer.wrap(codec.encode(command)));

      assertThat(second.apply(copy, at)).isEqualTo(first.apply(command, at));
      assertThat(second.census(at)).isEqualTo(first.census(at));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsTheDigestOfWhatIsThere(long seed) {
    KeySpace keys = new KeySpace();
    Map<Blob, Entry> model = new HashMap<>();
    RandomCommands commands = new RandomCommands(seed);

    for (long slot = 1; slot <= COMMANDS; slot++) {
      commands.next().applyTo(keys, slot);
      keys.expire(slot);
    }

    long sum = 0;
    for (int i = 0; i < 8; i++) {
      Blob key = Blob.utf8("key-" + i);
      Entry entry = keys.find(key);
      if (entry != null) {
        model.put(key, entry);
        sum += Digest.of(key, entry.value(), entry.expiryMillis());
      }
    }
    assertThat(keys.size()).isEqualTo(model.size());
    assertThat(keys.expiringSize())
        .isEqualTo((int) model.values().stream().filter(Entry::expires).count());
    assertThat(keys.digest()).isEqualTo(String.format("%016x-%d", sum, model.size()));
  }
}
