package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.voted;
import static io.github.multipaxos.log.TwoSegments.FIRST;
import static io.github.multipaxos.log.TwoSegments.OWNER;
import static io.github.multipaxos.log.TwoSegments.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.log.LogFinding.Kind;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An inspection says what is damaged, and sees what is left behind the damage. */
class LogInspectionTest {
  private static final SegmentSeal SEAL = new SegmentSeal(OWNER, 1);

  private static final FileLogOptions MEDIUM =
      FileLogOptions.DEFAULT.withBlockBytes(512).withSegmentBytes(1 << 14);

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private SimulatedNode node = new SimulatedNode(directory);

  @BeforeEach
  void write() throws IOException {
    node = TwoSegments.writtenTo(directory);
  }

  /** Returns the records behind the first so many. */
  private List<LogRecord> behind(int count) {
    return node.acknowledged().subList(count, node.acknowledged().size());
  }

  private void flip(String name, int at) {
    byte[] bytes = directory.bytes(name).clone();
    bytes[at] ^= 1;
    directory.damage(name, bytes);
  }

  @Test
  void seesEveryRecordOfAnIntactLogAndChangesNothing() throws IOException {
    byte[] before = directory.bytes(SECOND).clone();
    List<String> operations = List.copyOf(directory.operations());

    SeenLog seen = SeenLog.in(directory);

    assertThat(seen.records()).isEqualTo(node.acknowledged());
    assertThat(seen.findings()).isEmpty();
    assertThat(seen.sequences()).containsExactlyElementsOf(through(8));
    assertThat(seen.identities().get(0).boot()).isEqualTo(1);
    assertThat(directory.bytes(SECOND)).isEqualTo(before);
    assertThat(directory.operations()).isEqualTo(operations);
  }

  private static List<Long> through(long sequence) {
    return LongStream.rangeClosed(1, sequence).boxed().toList();
  }

  @Test
  void seesTheRecordsBehindADamagedFrame() throws IOException {
    flip(FIRST, 1536 + 100);

    SeenLog seen = SeenLog.in(directory);

    assertThat(seen.records()).isEqualTo(behind(2));
    assertThat(seen.findings()).hasSize(1);
    assertThat(seen.findings().get(0).offset()).isEqualTo(1536);
    assertThat(seen.findings().get(0).what())
        .isEqualTo(
            "frame 3 with 2 records does not match its checksum, though segment 2 says that the log"
                + " was durable up to offset 4096");
  }

  @Test
  void namesTheFramesThatLostTheirHeaders() throws IOException {
    flip(FIRST, 1536 + 20);
    flip(FIRST, 2048 + 20);

    SeenLog seen = SeenLog.in(directory);

    assertThat(seen.records()).isEqualTo(behind(3));
    assertThat(seen.findings()).hasSize(1);
    assertThat(seen.findings().get(0).what())
        .startsWith("no intact frame is there (it was frames 3 to 4), though segment 2 says");
  }

  @Test
  void seesTheRecordsBehindDamageInTheLastSegmentToo() throws IOException {
    flip(SECOND, 512 + 20);

    SeenLog seen = SeenLog.in(directory);

    assertThat(seen.sequences()).doesNotHaveDuplicates().hasSize(7).contains(8L);
    assertThat(seen.findings()).hasSize(1);
    assertThat(seen.findings().get(0).what())
        .contains("though a frame behind it says that it was durable");
  }

  @Test
  void findsTheFramesOfASegmentWithoutAHeader() throws IOException {
    for (FileLogOptions options :
        List.of(SimulatedNode.SMALL, MEDIUM, MEDIUM.withBlockBytes(2048))) {
      SimulatedDirectory files = new SimulatedDirectory();
      node = new SimulatedNode(files, options);
      node.open();
      node.persist(voted(1, 1, "one"));
      node.persist(voted(2, 1, "two".repeat(200)));
      node.persist(voted(3, 1, "three"));
      byte[] bytes = files.bytes(FIRST).clone();
      bytes[30] ^= 1;
      files.damage(FIRST, bytes);

      SeenLog seen = SeenLog.in(files);

      assertThat(seen.records()).isEqualTo(node.acknowledged());
      assertThat(seen.findings()).hasSize(1);
      assertThat(seen.findings().get(0).what()).contains("its header is not intact");
    }
  }

  @Test
  void saysWhatACutOffSegmentHasLost() throws IOException {
    byte[] good = directory.bytes(FIRST);
    for (int bytes = 0; bytes < good.length; bytes++) {
      SeenLog seen = SeenLog.in(TwoSegments.with(directory, FIRST, Arrays.copyOf(good, bytes)));

      assertThat(seen.isDamaged()).isTrue();
      assertThat(seen.findings().get(0).file()).endsWith(FIRST);
      assertThat(node.acknowledged()).containsSubsequence(seen.records());
      assertThat(seen.sequences()).contains(8L);
      assertThat(seen.sequences().contains(1L)).isEqualTo(bytes >= 1024);
    }

    SeenLog seen = SeenLog.in(TwoSegments.with(directory, FIRST, Arrays.copyOf(good, 2048)));

    assertThat(seen.findings().stream().map(LogFinding::what))
        .containsExactly(
            "the file is 2048 bytes long, and was 4608",
            "frames 4 to 5 belonged there, though nothing is left: segment 2 says that the log was"
                + " durable up to offset 4096");
  }

  @Test
  void namesMissingSegments() throws IOException {
    for (String name : List.of(FIRST, SECOND)) {
      SimulatedDirectory copy = directory.copy();
      copy.lose(name);

      SeenLog seen = SeenLog.in(copy);

      assertThat(seen.findings()).hasSize(1);
      assertThat(seen.findings().get(0).file()).endsWith(name);
      assertThat(seen.findings().get(0).offset()).isEqualTo(LogFinding.WHOLE_FILE);
      assertThat(seen.records()).isNotEmpty();
    }
  }

  @Test
  void goesByTheSegmentsWhenTheIdentityIsLost() throws IOException {
    SimulatedDirectory without = directory.copy();
    without.lose("identity");
    flip("identity", 40);
    SeenLog withOneCopy = SeenLog.in(directory);
    flip("identity", (1 << 14) + 40);

    for (SeenLog seen : List.of(SeenLog.in(directory), SeenLog.in(without))) {
      assertThat(seen.isDamaged()).isTrue();
      assertThat(seen.identities().get(0).incarnation()).isEqualTo(0x1122334455667788L);
      assertThat(seen.identities().get(0).boot()).isZero();
      assertThat(seen.records()).isEqualTo(node.acknowledged());
    }
    assertThat(withOneCopy.isDamaged()).isTrue();
    assertThat(withOneCopy.identities().get(0).boot()).isEqualTo(1);
    assertThat(withOneCopy.findings().get(0).advice()).contains("Nothing is lost");
  }

  @Test
  void goesByTheNewerCopyOfTheIdentity() throws IOException {
    byte[] older = directory.bytes("identity").clone();
    node.close();
    SimulatedNode.recover(directory);
    for (int copy = 0; copy < 2; copy++) {
      byte[] newer = directory.bytes("identity").clone();
      System.arraycopy(older, copy << 14, newer, copy << 14, 128 + 8); // with one process

      SeenLog seen = SeenLog.in(TwoSegments.with(directory, "identity", newer));

      assertThat(seen.findings()).isEmpty();
      assertThat(seen.identities().get(0).boot()).isEqualTo(2);
    }
  }

  @Test
  void saysThatAFrameStandsWhereAnotherBelongsOrVouchesForWhatComesAfterIt() throws IOException {
    assertThat(afterChange(1, 0).findings().get(0).what())
        .isEqualTo("frame 4 stands where frame 3 belongs");
    assertThat(afterChange(0, 512).findings())
        .singleElement()
        .satisfies(it -> assertThat(it.offset()).isEqualTo(1536))
        .satisfies(
            it -> assertThat(it.what()).isEqualTo("frame 3 vouches for what was written after it"));
  }

  /** Looks at the log after a change to the header of frame 3, which stands at 1536. */
  private SeenLog afterChange(long moreSequence, long moreWatermark) throws IOException {
    byte[] bytes = directory.bytes(FIRST).clone();
    FrameHeader like = FrameHeader.read(ByteBuffer.wrap(bytes), 1536, SEAL, 1536);
    new FrameHeader(
            like.version(),
            like.recordVersion(),
            0,
            like.payloadBytes(),
            like.recordCount(),
            like.sequence() + moreSequence,
            like.watermark().plus(moreWatermark),
            like.payloadChecksum())
        .write(ByteBuffer.wrap(bytes), 1536, SEAL, 1536);
    return SeenLog.in(TwoSegments.with(directory, FIRST, bytes));
  }

  @Test
  void refusesADirectoryWithoutALog() {
    assertThatThrownBy(() -> SeenLog.in(new SimulatedDirectory()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "/simulated is not the directory of a log: neither identity nor segments are there");
  }

  @Test
  void doesNotReadASegmentOfAnotherLog() throws IOException {
    SimulatedDirectory other = new SimulatedDirectory();
    FileLog stranger = FileLog.in(other, SimulatedNode.SMALL, new ManualThreads(), () -> 99);
    stranger.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});

    SeenLog seen = SeenLog.in(TwoSegments.with(directory, FIRST, other.bytes(FIRST)));

    assertThat(seen.findings()).hasSize(1);
    assertThat(seen.findings().get(0).what()).contains("moved here from there");
  }

  @Test
  void tellsALaterFormatFromDamage() throws IOException {
    for (int change = 0; change < 3; change++) {
      byte[] bytes = directory.bytes(FIRST).clone();
      FrameHeader like = FrameHeader.read(ByteBuffer.wrap(bytes), 1536, SEAL, 1536);
      new FrameHeader(
              (short) (change == 0 ? 3 : 2),
              (short) (change == 1 ? 2 : 1),
              change == 2 ? 7 : 0,
              like.payloadBytes(),
              like.recordCount(),
              like.sequence(),
              like.watermark(),
              like.payloadChecksum())
          .write(ByteBuffer.wrap(bytes), 1536, SEAL, 1536);

      SeenLog seen = SeenLog.in(TwoSegments.with(directory, FIRST, bytes));

      assertThat(seen.findings()).hasSize(1);
      assertThat(seen.findings().get(0).kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(seen.records()).isEqualTo(behind(2));
    }
  }

  @Test
  void seesTheRecordsBesideOneOfALaterKind() throws IOException {
    byte[] bytes = directory.bytes(FIRST).clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    FrameHeader like = FrameHeader.read(buffer, 1536, SEAL, 1536);
    buffer.put(1536 + FrameHeader.BYTES + HighMark.BYTES + 4, (byte) 99);
    ByteBuffer payload = buffer.slice(1536 + FrameHeader.BYTES, like.payloadBytes());
    new FrameHeader(
            like.version(),
            like.recordVersion(),
            0,
            like.payloadBytes(),
            like.recordCount(),
            like.sequence(),
            like.watermark(),
            SEAL.checksum(1536, payload))
        .write(buffer, 1536, SEAL, 1536);

    SeenLog seen = SeenLog.in(TwoSegments.with(directory, FIRST, bytes));

    assertThat(seen.findings()).hasSize(1);
    assertThat(seen.findings().get(0).kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(seen.findings().get(0).what()).contains("record of unknown type 99");
    assertThat(seen.records()).isEqualTo(behind(1));
  }

  @Test
  void goesOnBehindASectorThatCannotBeRead() throws IOException {
    SeenLog seen = SeenLog.in(new BadSector(directory, FIRST, 1536));

    assertThat(seen.records()).isEqualTo(behind(2));
    assertThat(seen.findings()).hasSize(1);
    assertThat(seen.findings().get(0).what())
        .startsWith("it cannot be read (")
        .contains("Input/output error")
        .contains("(it was frame 3)");
  }

  @Test
  void looksAgainAtALogThatIsWrittenToMeanwhile() throws IOException {
    for (boolean inUse : new boolean[] {true, false}) {
      SimulatedNode writer =
          new SimulatedNode(
              new SimulatedDirectory(), FileLogOptions.DEFAULT.withSegmentBytes(8 << 20));
      writer.open();
      writer.persist(voted(1, 1, "one"));
      SeenLog seen = new SeenLog();
      // more than the window that was read when it sees the first record
      Runnable write =
          () -> {
            for (long slot = 2; slot <= 40; slot++) {
              writer.persist(voted(slot, 1, "x".repeat(50_000)));
            }
          };

      LogInspection.of(writer.directory(), inUse).walk(new AtFirstRecord(seen, write));

      assertThat(seen.isDamaged()).isEqualTo(!inUse);
      assertThat(seen.records().equals(writer.acknowledged())).isEqualTo(inUse);
    }
  }

  /** Does something when the first record is seen. */
  private record AtFirstRecord(SeenLog seen, Runnable action) implements LogVisitor {
    @Override
    public void record(LogFrame frame, long offset, LogRecord record) {
      if (seen.records().isEmpty()) {
        action.run();
      }
      seen.record(frame, offset, record);
    }

    @Override
    public void finding(LogFinding finding) {
      seen.finding(finding);
    }
  }
}
