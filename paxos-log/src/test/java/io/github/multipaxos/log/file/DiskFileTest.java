package io.github.multipaxos.log.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system that has direct writes these tests are of them too. */
class DiskFileTest {

  private static final int BLOCK_BYTES = 1 << 12;
  private static final int PAGE_BYTES = 1 << 16;
  private static final int FILE_BYTES = 20 * BLOCK_BYTES;

  @TempDir private Path path = Path.of("");
  private StorageDirectory directory = new DiskDirectory(path);
  private final Random random = new Random(1);

  @BeforeEach
  void open() {
    directory = new DiskDirectory(path);
  }

  /** Returns random bytes at that distance from a page of memory. */
  private ByteBuffer bytes(int bytes, int misalignment) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    return ByteBuffer.allocateDirect(bytes + 2 * PAGE_BYTES)
        .alignedSlice(PAGE_BYTES)
        .position(misalignment)
        .slice()
        .limit(bytes)
        .put(content)
        .flip();
  }

  private static byte[] content(ByteBuffer source) {
    byte[] content = new byte[source.remaining()];
    source.duplicate().get(content);
    return content;
  }

  private StorageFile made(String name) throws IOException {
    StorageFile file = directory.createFile(name);
    file.allocate(FILE_BYTES);
    file.force(true);
    return file;
  }

  @Test
  void whatIsWrittenDurablyIsReadBackWhereverItBeginsAndEnds() throws IOException {
    byte[] expected = new byte[FILE_BYTES];
    try (StorageFile file = made("a")) {
      for (int round = 0; round < 200; round++) {
        int offsetUnit = round % 2 == 0 ? BLOCK_BYTES : 8;
        int lengthUnit = round % 4 < 2 ? BLOCK_BYTES : 8;
        int offset = random.nextInt(FILE_BYTES / offsetUnit) * offsetUnit;
        int length = random.nextInt((FILE_BYTES - offset) / lengthUnit + 1) * lengthUnit;
        ByteBuffer source = bytes(length, round % 3 == 0 ? 0 : 512);
        System.arraycopy(content(source), 0, expected, offset, length);

        file.writeDurably(source, offset);

        assertThat(source.hasRemaining()).isFalse();
        ByteBuffer target = ByteBuffer.allocate(FILE_BYTES + 1);
        assertThat(file.read(target, 0)).isEqualTo(FILE_BYTES);
        assertThat(Arrays.copyOf(target.array(), FILE_BYTES)).isEqualTo(expected);
      }
    }
    assertThat(Files.readAllBytes(path.resolve("a"))).isEqualTo(expected);
  }

  @Test
  void whatWasWrittenBeforeOrIsWrittenLaterThroughTheCacheStays() throws IOException {
    ByteBuffer first = bytes(100, 0);
    ByteBuffer second = bytes(BLOCK_BYTES, 0);
    ByteBuffer third = bytes(3000, 0);
    byte[] expected = new byte[FILE_BYTES];
    System.arraycopy(content(first), 0, expected, 0, 100);
    System.arraycopy(content(second), 0, expected, BLOCK_BYTES, BLOCK_BYTES);
    System.arraycopy(content(third), 0, expected, BLOCK_BYTES + 3000, 3000);

    try (StorageFile file = made("a")) {
      file.write(first, 0);
      file.writeDurably(second, BLOCK_BYTES);
      file.write(third, BLOCK_BYTES + 3000);
      file.force(false);
    }

    assertThat(Files.readAllBytes(path.resolve("a"))).isEqualTo(expected);
  }

  @Test
  void afterARenameTheFileIsWrittenToAndNotTheOneThatHasItsNameNow() throws IOException {
    ByteBuffer source = bytes(BLOCK_BYTES, 0);
    byte[] expected = content(source);

    try (StorageFile file = directory.createFile("a")) {
      file.write(bytes(FILE_BYTES, 0), 0);
      directory.rename("a", "b");
      made("a").close();
      file.writeDurably(source, BLOCK_BYTES);
    }

    assertThat(Files.readAllBytes(path.resolve("a"))).containsOnly(0);
    assertThat(Files.readAllBytes(path.resolve("b")))
        .hasSize(FILE_BYTES)
        .satisfies(
            all ->
                assertThat(Arrays.copyOfRange(all, BLOCK_BYTES, 2 * BLOCK_BYTES))
                    .isEqualTo(expected));
  }

  @Test
  void allocatesZerosOfAnyLengthAndKeepsWhatIsThere() throws IOException {
    ByteBuffer source = bytes(700, 0);
    byte[] expected = Arrays.copyOf(content(source), (3 << 20) + 123);

    try (StorageFile file = directory.createFile("a")) {
      file.write(source, 0);
      file.allocate(BLOCK_BYTES);
      file.allocate(3 << 20);
      file.allocate((3 << 20) + 123);
      file.allocate(1000);
    }

    assertThat(Files.readAllBytes(path.resolve("a"))).isEqualTo(expected);
  }
}
