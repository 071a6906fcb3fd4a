package io.github.multipaxos.log.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.LogOnDisk;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command says of the snapshots beside a log. */
class SnapshotCommandTest {

  private static final String FOUR = "snapshot-0000000000000000004.bin";
  private static final String SIX = "snapshot-0000000000000000006.bin";
  private static final String PART = "snapshot-0000000000000000009.bin.part";
  private static final String NEXT =
      "  next: check the disk. The node drops this file when it starts, goes on from an older"
          + " snapshot, and fetches what it misses from its peers; see that another is intact, here"
          + " or there";

  @TempDir private Path directory;
  private Map<String, Integer> before = Map.of();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    try (LogOnDisk log = LogOnDisk.in(directory)) {
      take(log.snapshots(), 4, 400);
      take(log.snapshots(), 6, 600);
      log.snapshots().assemble(new SnapshotId(9, 900, 0xab), 0, Bytes.wrap(new byte[300]));
    }
    before = files();
  }

  private static void take(SnapshotStore store, long slot, int bytes) throws IOException {
    try (SnapshotStore.Draft draft = store.begin(slot)) {
      draft.write(new byte[bytes], 0, bytes);
      draft.finish();
    }
  }

  /** Whatever a test did, nothing was changed by looking. */
  @AfterEach
  void nothingWasChanged() throws IOException {
    assertThat(files()).isEqualTo(before);
    assertThat(err.toString()).isEmpty();
  }

  private Map<String, Integer> files() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private int look(String... arguments) {
    CommandLine command =
        LogCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = directory.toString();
    return LogCommand.execute(command, all);
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
    before = files();
  }

  private byte[] read(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  private void flip(String name, int at) throws IOException {
    byte[] content = read(name);
    content[at] ^= 1;
    write(name, content);
  }

  private String damaged(String name, String what) {
    return "damaged: " + directory.resolve(name) + ": " + what;
  }

  @Test
  void verifiesIntactSnapshots() {
    assertThat(look("verify")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "intact: 2 segments, 9 frames, 7 records, slots 1 to 7, 2 snapshots, 1 being fetched");
  }

  @Test
  void namesADamagedSnapshotItsSlotAndWhatToDo() throws IOException {
    flip(SIX, 128 + 300);
    flip(FOUR, 20);

    assertThat(look("verify")).isEqualTo(1);

    assertThat(out.toString().lines())
        .containsExactly(
            damaged(
                FOUR, "the snapshot of slot 4 is not what was written: the header is not intact"),
            NEXT,
            damaged(
                SIX, "the snapshot of slot 6 is not what was written: its checksum does not fit"),
            NEXT,
            "damaged: 2 places; read and intact: 2 segments, 9 frames, 7 records, slots 1 to 7, 1"
                + " being fetched");
  }

  @Test
  void namesASnapshotThatIsTooShortAndOneThatIsAnother() throws IOException {
    write(FOUR, Arrays.copyOf(read(FOUR), 128 + 399));
    write(SIX, read(FOUR));

    assertThat(look("verify")).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "the snapshot of slot 4 is not what was written: 399 of its 400 bytes are there",
            "the snapshot of slot 6 is not what was written: the header says that it is of slot 4");
  }

  @Test
  void namesASnapshotOfAnotherCluster() throws IOException {
    ByteBuffer other = ByteBuffer.wrap(read(FOUR));
    other.put(29, "orderz".getBytes(StandardCharsets.US_ASCII));
    write(FOUR, sealed(other));

    assertThat(look("verify")).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            damaged(FOUR, "it is a snapshot of cluster " + new ClusterId("orderz")),
            "  next: move it away, it does not belong to cluster orders");
  }

  @Test
  void tellsALaterFormatFromDamage() throws IOException {
    write(FOUR, sealed(ByteBuffer.wrap(read(FOUR)).putShort(4, (short) 2)));

    assertThat(look("verify")).isEqualTo(65);

    assertThat(out.toString())
        .contains(FOUR, "it is written in format 2")
        .doesNotContain("damaged");
  }

  private static byte[] sealed(ByteBuffer file) {
    CRC32C crc = new CRC32C();
    crc.update(file.slice(0, 124));
    return file.putInt(124, (int) crc.getValue()).array();
  }

  @Test
  void countsThem() throws IOException {
    flip(SIX, 128);

    assertThat(look("stat")).isEqualTo(1);

    assertThat(out.toString().lines().map(it -> it.replaceAll("  +", "|")))
        .contains(
            "snapshots|2, 1000 bytes",
            "newest intact snapshot|slot 4",
            "snapshot being fetched|slot 9, 300 of 900 bytes",
            "damaged places|1");
  }

  @Test
  void listsThem() throws IOException {
    assertThat(look("dump", "--snapshots")).isZero();
    flip(FOUR, 128);
    flip(PART, 20);
    assertThat(look("dump", "--snapshots")).isEqualTo(1);

    assertThat(out.toString().lines())
        .containsExactly(
            FOUR + ": slot 4, 400 bytes, checksum b4ee26f7",
            SIX + ": slot 6, 600 bytes, checksum 60fd60f4",
            PART + ": slot 9, 300 of 900 bytes, checksum 000000ab",
            FOUR + ": slot 4, 400 bytes, damaged, checksum b4ee26f7",
            SIX + ": slot 6, 600 bytes, checksum 60fd60f4",
            PART + ": unknown slot, 300 bytes, to be begun again, checksum 00000000",
            damaged(
                FOUR, "the snapshot of slot 4 is not what was written: its checksum does not fit"),
            NEXT);
  }

  @Test
  void aTransferThatCannotBeGoneOnWithIsNoDamage() throws IOException {
    for (int bytes : new int[] {0, 60, 128 + 900, 128 + 901}) {
      out.getBuffer().setLength(0);
      write(PART, Arrays.copyOf(read(PART), bytes));

      assertThat(look("stat")).isZero();

      assertThat(out.toString()).containsPattern("snapshot being fetched +.*, to be begun again\n");
    }
  }

  @Test
  void dumpsRecordsWithoutALookAtSnapshots() throws IOException {
    flip(FOUR, 128);

    assertThat(look("dump")).isZero();

    assertThat(out.toString().lines()).hasSize(7);
  }
}
