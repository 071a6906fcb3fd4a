package io.github.multipaxos.log.inspect;

import static io.github.multipaxos.log.LogOnDisk.FIRST;
import static io.github.multipaxos.log.LogOnDisk.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.LogOnDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LogCommandTest {

  @TempDir private Path directory;
  private Map<String, Integer> before = Map.of();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    LogOnDisk.in(directory).close();
    before = files();
  }

  /** Whatever a test did, nothing was changed by looking. */
  @AfterEach
  void nothingWasChanged() throws IOException {
    assertThat(files()).isEqualTo(before);
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

  private int run(String... arguments) {
    CommandLine command =
        LogCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return LogCommand.execute(command, arguments);
  }

  private int look(String subcommand, String... options) {
    String[] arguments = Arrays.copyOf(options, options.length + 2);
    arguments[options.length] = subcommand;
    arguments[options.length + 1] = directory.toString();
    return run(subcommandFirst(arguments, options.length));
  }

  private static String[] subcommandFirst(String[] arguments, int at) {
    String[] moved = arguments.clone();
    System.arraycopy(arguments, 0, moved, 1, at);
    moved[0] = arguments[at];
    return moved;
  }

  private void damage(String name, int at, int... bytes) throws IOException {
    byte[] content = Files.readAllBytes(directory.resolve(name));
    for (int i = 0; i < bytes.length; i++) {
      content[at + i] = (byte) bytes[i];
    }
    Files.write(directory.resolve(name), content);
    before = files();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void verifiesAnIntactLog() {
    int exit = look("verify");

    assertThat(exit).isZero();
    assertThat(out.toString().lines())
        .containsExactly("intact: 2 segments, 9 frames, 7 records, slots 1 to 7");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void namesEachDamagedPlaceTheSlotsAndWhatToDo() throws IOException {
    damage(FIRST, 2048 + 90, 0xff);
    damage(SECOND, 512 + 20, 0xff);

    int exit = look("verify");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "damaged: "
                + path(FIRST)
                + " at offset 2048, 1024 bytes: frame 4 with 1 record does not match its checksum,"
                + " though segment 2 says that the log was durable up to offset 3584",
            "  concerns: what stood between records of slot 1 and slot 5, so probably slots 2 to 4",
            "  next: check the disk, leave the file as it is and start the node: it learns again from"
                + " its peers what is lost. If it refuses to start, restore the file as it was, or"
                + " replace this member by one with a new id",
            "damaged: "
                + path(SECOND)
                + " at offset 512, 1536 bytes: no intact frame is there (it was frame 6), though a"
                + " frame behind it says that it was durable",
            "  concerns: what stood between records of slot 5 and slot 7, so probably slot 6",
            "  next: check the disk, leave the file as it is and start the node: it learns again from"
                + " its peers what is lost. If it refuses to start, restore the file as it was, or"
                + " replace this member by one with a new id",
            "damaged: 2 places; read and intact: 2 segments, 7 frames, 5 records, slots 1 to 7");
  }

  @Test
  void takesATornTailForWhatItIs() throws IOException {
    damage(SECOND, 3584 + 512, 1, 2, 3); // a batch whose first sector never arrived

    assertThat(look("verify")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "torn tail: "
                + path(SECOND)
                + " at offset 3584, 1024 bytes: a write was cut short there before anybody could"
                + " rely on it",
            "  next: nothing; the next opening drops it",
            "intact: 2 segments, 9 frames, 7 records, slots 1 to 7; a torn tail of 1024 bytes is"
                + " harmless");
  }

  @Test
  void namesACutOffAndAMissingSegment() throws IOException {
    byte[] content = Files.readAllBytes(directory.resolve(SECOND));
    Files.write(directory.resolve(SECOND), Arrays.copyOf(content, 2048));
    Files.delete(directory.resolve(FIRST));
    before = files();

    int exit = look("verify");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "damaged: " + path(FIRST) + ": it is missing, though it was made and is still needed",
            "  concerns: what stood in front of a record of slot 6",
            "damaged: "
                + path(SECOND)
                + " at offset 2048, 2560 bytes: the file is 2048 bytes long, and was 4608",
            "  concerns: what stood behind a record of slot 6, so probably later slots")
        .endsWith("damaged: 2 places; read and intact: 1 segment, 1 frame, 1 record, slot 6\n");
  }

  @Test
  void tellsOneLostCopyOfTheIdentityFromTwo() throws IOException {
    damage("identity", 20, 0xff);

    assertThat(look("verify")).isEqualTo(1);
    assertThat(out.toString())
        .contains(path("identity") + " at offset 0, 2176 bytes: this copy is not intact")
        .contains("  next: check the disk. Nothing is lost: the other copy holds")
        .doesNotContain("concerns");

    out.getBuffer().setLength(0);
    damage("identity", 16384 + 20, 0xff);

    assertThat(look("verify")).isEqualTo(1);
    assertThat(out.toString())
        .contains("at offset 0, 2176 bytes", "at offset 16384, 2176 bytes", "restore the file")
        .doesNotContain("Nothing is lost");
  }

  @Test
  void dumpsOneRecordALine() {
    int exit = look("dump");

    assertThat(exit).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            FIRST + ":1628 #3 promised ballot=7.2",
            FIRST + ":1645 #3 voted slot=1 ballot=7.2 batch of 1 command, 3 bytes",
            FIRST + ":2140 #4 voted slot=2 ballot=7.2 batch of 1 command, 600 bytes",
            FIRST + ":3164 #5 learnt slot=5 batch of 1 command, 4 bytes",
            FIRST + ":3218 #5 chosen through slot=2",
            SECOND + ":604 #6 voted slot=6 ballot=8.2 batch of 2 commands, 1103 bytes",
            SECOND + ":2140 #7 voted slot=7 ballot=8.2 no-op");
  }

  @Test
  void dumpsTheSlotsThatAreAskedForAndTheDamageInItsPlace() throws IOException {
    damage(FIRST, 3072 + 90, 0xff);

    int exit = look("dump", "--from-slot=2", "--through-slot", "6");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString().lines().map(it -> it.replaceAll(" batch.*|, though.*", "")))
        .containsExactly(
            FIRST + ":2140 #4 voted slot=2 ballot=7.2",
            "damaged: "
                + path(FIRST)
                + " at offset 3072, 512 bytes: frame 5 with 2 records does not match its checksum",
            SECOND + ":604 #6 voted slot=6 ballot=8.2");
  }

  @Test
  void dumpsPayloadsInHexAndStopsAtTheLimit() {
    int exit = look("dump", "--payload", "--limit=1", "--from-slot=6");

    assertThat(exit).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            SECOND + ":604 #6 voted slot=6 ballot=8.2 batch of 2 commands, 1103 bytes",
            "  command 1/4/5: 736978",
            "  command 2/1/9: " + "36".repeat(1100));
    assertThat(err.toString().lines()).containsExactly("stops after 1 record");
  }

  @Test
  void countsWhatIsThere() throws IOException {
    damage(SECOND, 3584 + 512, 1, 2, 3);

    int exit = look("stat");

    assertThat(exit).isZero();
    assertThat(out.toString().lines().map(it -> it.replaceAll("  +", "|")))
        .containsExactly(
            "cluster|orders",
            "node|3",
            "incarnation|1122334455667788",
            "boot|1",
            "process of that boot|1122334455667788",
            "earlier boots known|0",
            "segments|2, 9216 bytes",
            "frames|9, 6144 bytes",
            "records: chosen through|1",
            "records: learnt|1",
            "records: promised|1",
            "records: voted|4",
            "first slot|1",
            "last slot|7",
            "highest promise|8.2",
            "chosen through|2",
            "snapshots|none",
            "newest intact snapshot|none",
            "snapshot being fetched|none",
            "torn tail|1024 bytes",
            "damaged places|0",
            "unreadable places|0");
  }

  @Test
  void countsDamagedPlaces() throws IOException {
    damage(FIRST, 2048 + 90, 0xff);

    assertThat(look("stat")).isEqualTo(1);
    assertThat(out.toString()).containsPattern("damaged places +1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "dump", "stat"})
  void saysThatThereIsNoLog(String subcommand) throws IOException {
    Path empty = Files.createTempDirectory(directory.getParent(), "empty");

    assertThat(run(subcommand, directory + "/nowhere")).isEqualTo(66);
    assertThat(run(subcommand, path(FIRST))).isEqualTo(66);
    assertThat(run(subcommand, empty.toString())).isEqualTo(66);
    Files.delete(empty);

    assertThat(err.toString().lines())
        .containsExactly(
            directory + "/nowhere is not there",
            path(FIRST) + " is not a directory",
            empty + " is not the directory of a log: neither identity nor segments are there");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "verify",
        "repair DIR",
        "dump DIR --limit 0",
        "dump DIR --from-slot=x",
        "dump DIR --from-slot=3 --through-slot=2",
        "stat DIR DIR"
      })
  void complainsOfWrongUse(String words) {
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ");
    Arrays.setAll(arguments, i -> arguments[i].equals("DIR") ? directory.toString() : arguments[i]);

    assertThat(run(arguments)).isEqualTo(64);
    assertThat(err.toString()).endsWith("; see --help\n").doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "verify", "dump", "stat"})
  void helps(String subcommand) {
    int exit = subcommand.isEmpty() ? run("--help") : run(subcommand, "--help");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("Usage: paxos-log" + (subcommand.isEmpty() ? "" : " " + subcommand))
        .contains("Exit codes:", "a torn tail counts as intact", "65", "66", "70");
  }
}
