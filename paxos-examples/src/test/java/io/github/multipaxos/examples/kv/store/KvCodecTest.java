package io.github.multipaxos.examples.kv.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KvCodecTest {

  private static final int ROUNDS = 20_000;

  private final KvCodec codec = new KvCodec();

  @Test
  void readsBackEveryCommandItWrites() {
    RandomCommands commands = new RandomCommands(1);
    Set<Op> seen = EnumSet.noneOf(Op.class);

    for (int i = 0; i < ROUNDS; i++) {
      KvCommand command = commands.next();
      seen.add(command.op());
      assertThat(decode(codec.encode(command))).isEqualTo(command);
    }

    assertThat(seen).isEqualTo(EnumSet.allOf(Op.class));
  }

  @Test
  void keepsExtremeNumbers() {
    List<KvCommand> commands =
        List.of(
            new Update.Add(Blob.utf8(""), Long.MIN_VALUE),
            new Update.Add(Blob.utf8(""), Long.MAX_VALUE),
            new Update.Set(Blob.utf8("k"), Blob.utf8(""), Update.Condition.NONE, Long.MAX_VALUE),
            new Timed.Expire(Blob.utf8("k"), Long.MIN_VALUE));

    for (KvCommand command : commands) {
      assertThat(decode(codec.encode(command))).isEqualTo(command);
    }
  }

  @Test
  void writesTheSameBytesAsTheFirstRelease() {
    KvCommand command =
        new Update.Set(Blob.utf8("k"), Blob.utf8("v"), Update.Condition.IF_ABSENT, 300);

    byte[] bytes = codec.encode(command);

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0101016b017601ac02");
  }

  @Test
  void refusesEveryTruncation() {
    RandomCommands commands = new RandomCommands(2);

    for (int i = 0; i < 500; i++) {
      byte[] bytes = codec.encode(commands.next());
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> decode(cut)).isExactlyInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void refusesWhatFollowsTheCommand() {
    byte[] bytes = codec.encode(new Query.Size());

    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> decode(longer))
        .withMessage("1 bytes follow the command");
  }

  @Test
  void refusesAnotherVersion() {
    byte[] bytes = codec.encode(new Query.Size());

    bytes[0] = 2;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> decode(bytes))
        .withMessage("this version reads commands of format 1, not 2");
  }

  @Test
  void refusesABatchWithinABatch() {
    byte op = Op.BATCH.number();
    byte[] nested = {1, op, 1, op, 1, op, 0};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> decode(nested))
        .withMessage("a batch must not contain another");
  }

  @Test
  void makesNoBatchOfBatches() {
    List<KvCommand> inner = List.of(new Batch(List.of()));

    assertThatIllegalArgumentException().isThrownBy(() -> new Batch(inner));
  }

  @Test
  void makesACommandOrARefusalOfAnyBytes() {
    RandomCommands commands = new RandomCommands(3);
    Random random = new Random(3);

    int readable = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = codec.encode(commands.next());
      int flips = 1 + random.nextInt(4);
      for (int flip = 0; flip < flips; flip++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      readable += isReadable(bytes) ? 1 : 0;
    }

    assertThat(readable).isBetween(1, ROUNDS - 1);
  }

  private boolean isReadable(byte[] bytes) {
    try {
      KvCommand command = decode(bytes);
      assertThat(decode(codec.encode(command))).isEqualTo(command);
      return true;
    } catch (IllegalArgumentException expected) {
      return false;
    }
  }

  private KvCommand decode(byte[] bytes) {
    return codec.decode(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }
}
