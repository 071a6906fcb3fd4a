package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are intact and were written by a later release are refused for what they are. */
class LaterFormatsTest {

  private static final String FIRST = "segment-000000000001.log";

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private final SegmentSeal seal =
      new SegmentSeal(new Owner(Records.CLUSTER, Records.NODE, 0x1122334455667788L), 1);

  @BeforeEach
  void writeOneFrame() throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    node.persist(promised(1));
    node.close();
  }

  private void changeHeader(UnaryOperator<FrameHeader> change) {
    byte[] bytes = directory.bytes(FIRST).clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    FrameHeader header = FrameHeader.read(buffer, 1536, seal, 1536);
    change.apply(header).write(buffer, 1536, seal, 1536);
    directory.damage(FIRST, bytes);
  }

  private static FrameHeader header(
      FrameHeader like, int version, int recordVersion, int group, long sequence) {
    return new FrameHeader(
        (short) version,
        (short) recordVersion,
        group,
        like.payloadBytes(),
        like.recordCount(),
        sequence,
        like.watermark(),
        like.payloadChecksum());
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContainingAll(words);
  }

  @Test
  void aFrameOfALaterVersion() {
    changeHeader(header -> header(header, 3, 1, 0, header.sequence()));

    assertRefused("format 3", "run the release that wrote it");
  }

  @Test
  void recordsOfALaterVersion() {
    changeHeader(header -> header(header, 2, 3, 0, header.sequence()));

    assertRefused("format 3", "run the release that wrote it");
  }

  @Test
  void recordsOfAnotherGroup() {
    changeHeader(header -> header(header, 2, 1, 7, header.sequence()));

    assertRefused("group 7", "offset 1536", "group 0 only");
  }

  @Test
  void aFrameOutOfSequence() {
    changeHeader(header -> header(header, 2, 1, 0, header.sequence() - 1));

    assertRefused("offset 1536", "frame 2 stands where frame 3 belongs");
  }

  @Test
  void aRecordOfAnUnknownType() {
    byte[] bytes = directory.bytes(FIRST).clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    FrameHeader header = FrameHeader.read(buffer, 1536, seal, 1536);
    int payload = 1536 + FrameHeader.BYTES;
    buffer.put(payload + HighMark.BYTES + 4, (byte) 99);
    int checksum = seal.checksum(1536, buffer.slice(payload, header.payloadBytes()));
    new FrameHeader(
            header.version(),
            header.recordVersion(),
            0,
            header.payloadBytes(),
            header.recordCount(),
            header.sequence(),
            header.watermark(),
            checksum)
        .write(buffer, 1536, seal, 1536);
    directory.damage(FIRST, bytes);

    assertRefused("offset 1536", "record of unknown type 99");
  }

  @Test
  void anIdentityOfALaterVersion() {
    byte[] bytes = directory.bytes("identity").clone();
    for (int copy : new int[] {0, 1 << 14}) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, copy, 128 + 8).slice(); // with one process
      buffer.putShort(4, (short) 3);
      CRC32C crc = new CRC32C();
      crc.update(buffer.slice(0, 124));
      crc.update(buffer.slice(128, 8));
      buffer.putInt(124, (int) crc.getValue());
    }
    directory.damage("identity", bytes);

    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("identity is written in format 3");
  }

  /** Kept here so that a change of the format is a decision. */
  @Test
  void theFormatsOfThisRelease() throws IOException {
    LogRecord record = promised(1);
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    node.persist(record);

    ByteBuffer bytes = ByteBuffer.wrap(directory.bytes(FIRST));

    assertThat(bytes.getInt(0)).isEqualTo(0x4D505853);
    assertThat(bytes.getInt(4)).isEqualTo(0x00020000);
    assertThat(bytes.getLong(512)).isEqualTo(0x00000001_233746cbL);
    assertThat(bytes.getInt(520)).isEqualTo(0x4D505846);
    assertThat(bytes.getInt(524)).isEqualTo(0x00020001);
  }
}
