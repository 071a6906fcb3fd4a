package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.ballot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {

  static Stream<LogRecord> records() {
    Ballot highest = new Ballot(Long.MAX_VALUE, NodeId.of(Integer.MAX_VALUE));
    Decree batch =
        new Decree.CommandBatch(
            -1,
            List.of(
                new Command(new CommandId(NodeId.of(1), 2, 3), Bytes.utf8("x=red")),
                new Command(new CommandId(NodeId.of(9), Long.MAX_VALUE, -7), Bytes.EMPTY),
                new Command(
                    new CommandId(NodeId.NOBODY, 0, 0),
                    Bytes.wrap(new byte[] {0, 1, 2, 3}, 1, 2))));
    return Stream.of(
        new LogRecord.Promised(Ballot.NONE),
        new LogRecord.Promised(highest),
        new LogRecord.Voted(1, new Vote(ballot(7), Decree.Noop.INSTANCE)),
        new LogRecord.Voted(Long.MAX_VALUE, new Vote(highest, batch)),
        new LogRecord.Learnt(2, batch),
        new LogRecord.Learnt(3, Decree.Noop.INSTANCE),
        new LogRecord.ChosenThrough(0),
        new LogRecord.ChosenThrough(Long.MAX_VALUE));
  }

  private static ByteBuffer encoded(LogRecord record) {
    ByteBuffer buffer = ByteBuffer.allocate((int) RecordCodec.bytes(record));
    RecordCodec.write(record, buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    return buffer.flip();
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsWhatItWrote(LogRecord record) throws IOException {
    ByteBuffer bytes = encoded(record);

    LogRecord read = RecordCodec.read(bytes);

    assertThat(read).isEqualTo(record);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  /**
   * The format is on people's disks. If this fails, raise the version and keep a reader for the
   * old.
   */
  @Test
  void writesTheDocumentedBytes() {
    LogRecord record =
        new LogRecord.Voted(
            258, new Vote(new Ballot(7, NodeId.of(3)), Records.decree(Bytes.utf8("red"))));

    String hex = HexFormat.of().formatHex(encoded(record).array());

    assertThat(hex)
        .isEqualTo(
            "0000003d" // length
                + "02" // Voted
                + "0000000000000102" // slot
                + "0000000000000007"
                + "00000003" // ballot
                + "02" // CommandBatch
                + "0000018bcfe56800" // time
                + "00000001" // one command
                + "00000001"
                + "0000000000000004"
                + "0000000000000005" // its id
                + "00000003" // its payload
                + "726564");
  }

  @ParameterizedTest
  @MethodSource("records")
  void refusesEveryPrefix(LogRecord record) {
    byte[] bytes = encoded(record).array();

    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer prefix = ByteBuffer.wrap(bytes, 0, length);
      assertThatThrownBy(() -> RecordCodec.read(prefix))
          .isInstanceOf(MalformedRecordException.class);

      ByteBuffer shortened = ByteBuffer.wrap(bytes.clone(), 0, length);
      if (length > 4) {
        shortened.putInt(0, length - 4);
        assertThatThrownBy(() -> RecordCodec.read(shortened))
            .isInstanceOf(MalformedRecordException.class);
      }
    }
  }

  @Test
  void takesNoMoreMemoryThanThereAreBytesWhateverTheyClaim() {
    ByteBuffer commands = encoded(new LogRecord.Learnt(1, Records.decree("red")));
    commands.putInt(4 + 1 + 8 + 1 + 8, Integer.MAX_VALUE);
    ByteBuffer payload = encoded(new LogRecord.Learnt(1, Records.decree("red")));
    payload.putInt(4 + 1 + 8 + 1 + 8 + 4 + 20, Integer.MAX_VALUE);

    assertThatThrownBy(() -> RecordCodec.read(commands))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("batch of 2147483647 commands");
    assertThatThrownBy(() -> RecordCodec.read(payload))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("command of 2147483647 bytes");
  }

  @Test
  void givesARecordOrAnErrorForAnyBytes() {
    Random random = new Random(42);
    List<LogRecord> seeds = records().toList();
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 300_000; round++) {
      byte[] bytes = encoded(seeds.get(round % seeds.size())).array();
      if (round % 3 == 0) {
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putInt(0, bytes.length - 4).put(4, (byte) (1 + random.nextInt(5)));
      } else {
        for (int flips = 0; flips < round % 3; flips++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      try {
        RecordCodec.read(ByteBuffer.wrap(bytes));
        read++;
      } catch (MalformedRecordException e) {
        refused++;
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }
}
