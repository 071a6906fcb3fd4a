package io.github.multipaxos.transport.netty.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FieldReaderTest {

  private static final byte PART_2 = 2 << 3 | 2;
  private static final byte NUMBER_1 = 1 << 3;
  private static final byte FIXED64_3 = 3 << 3 | 1;

  /** Four parts under number 2, the third of two bytes and the others empty, and a number. */
  private static final byte[] FOUR = {
    PART_2, 0, PART_2, 0, PART_2, 2, NUMBER_1, 7, PART_2, 0, NUMBER_1, 5
  };

  @Test
  void countsPartsWithoutReadingThem() throws Exception {
    FieldReader in = new FieldReader(FOUR, 4);

    assertThat(in.count(2)).isEqualTo(4);
    assertThat(in.count(2)).isEqualTo(4);
    assertThat(in.count(1)).isZero();
  }

  /** Room is made for what was counted. */
  @Test
  void countsNoMorePartsThanAreAllowed() {
    assertThatThrownBy(() -> new FieldReader(FOUR, 3).count(2))
        .isInstanceOf(NotPlainException.class);
  }

  @Test
  void entersNoMorePartsThanAreAllowed() throws Exception {
    FieldReader in = new FieldReader(FOUR, 1);
    in.leave(in.enter(2));

    assertThatThrownBy(() -> in.enter(2)).isInstanceOf(NotPlainException.class);
  }

  @Test
  void seesNothingBehindThePartThatItReads() throws Exception {
    FieldReader in = new FieldReader(new byte[] {PART_2, 1, NUMBER_1, 7, 9}, 1);

    in.enter(2);

    assertThatThrownBy(() -> in.number(1)).isInstanceOf(NotPlainException.class);
  }

  @Test
  void leavesNoPartThatItHasNotReadToItsEnd() throws Exception {
    FieldReader in = new FieldReader(new byte[] {PART_2, 4, NUMBER_1, 7, NUMBER_1, 8}, 1);
    int outer = in.enter(2);

    assertThat(in.number(1)).isEqualTo(7);

    assertThatThrownBy(() -> in.leave(outer)).isInstanceOf(NotPlainException.class);
  }

  @Test
  void takesNoLengthBeyondThePart() throws Exception {
    for (int length = 3; length < 256; length++) {
      byte[] bytes = {PART_2, 4, PART_2, (byte) length, 1, 2, 3, 4, 5, 6};
      FieldReader in = new FieldReader(bytes, 9);
      in.enter(2);

      assertThatThrownBy(() -> in.bytes(2)).isInstanceOf(NotPlainException.class);
    }
  }

  @Test
  void returnsBytesAsAViewOfTheArray() throws Exception {
    byte[] bytes = {PART_2, 2, 1, 2};

    Bytes view = new FieldReader(bytes, 0).bytes(2);
    bytes[3] = 9;

    assertThat(view.toArray()).containsExactly(1, 9);
  }

  @Test
  void takesZeroForWhatDoesNotComeNext() throws Exception {
    FieldReader in = new FieldReader(new byte[] {NUMBER_1, 7}, 0);

    assertThat(in.number(3)).isZero();
    assertThat(in.fixed64(3)).isZero();
    assertThat(in.bytes(3)).isEqualTo(Bytes.EMPTY);
    assertThat(in.number(1)).isEqualTo(7);
    in.requireEnd();
  }

  @Test
  void takesNoNumberThatIsCut() {
    byte[] numbers = {NUMBER_1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}; // -1, in ten bytes
    byte[] fixed = {FIXED64_3, 1, 2, 3, 4, 5, 6, 7, 8};

    for (int bytes = 1; bytes < numbers.length; bytes++) {
      FieldReader in = new FieldReader(Arrays.copyOf(numbers, bytes), 0);
      assertThatThrownBy(() -> in.number(1)).isInstanceOf(NotPlainException.class);
    }
    for (int bytes = 1; bytes < fixed.length; bytes++) {
      FieldReader in = new FieldReader(Arrays.copyOf(fixed, bytes), 0);
      assertThatThrownBy(() -> in.fixed64(3)).isInstanceOf(NotPlainException.class);
    }
  }

  @Test
  void takesNoNumberOfMoreThanTenBytes() throws Exception {
    byte[] ten = {NUMBER_1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    byte[] eleven = {NUMBER_1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};

    assertThat(new FieldReader(ten, 0).number(1)).isEqualTo(-1);
    assertThatThrownBy(() -> new FieldReader(eleven, 0).number(1))
        .isInstanceOf(NotPlainException.class);
  }
}
