package io.github.multipaxos.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RegisterMachineTest {

  private final RegisterMachine machine = new RegisterMachine();
  private long slot;

  private String claim(String key, String value) {
    return machine.apply(new Claim(key, Bytes.utf8(value)), new Moment(++slot, 0)).toUtf8();
  }

  private static byte[] write(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    snapshot.writeTo(out);
    return out.toByteArray();
  }

  @Test
  void givesAKeyTheFirstValueClaimedForIt() {
    assertThat(claim("colour", "red")).isEqualTo("red");
    assertThat(claim("colour", "blue")).isEqualTo("red");
    assertThat(claim("colour", "red")).isEqualTo("red");
    assertThat(machine.decided("colour")).contains(Bytes.utf8("red"));
  }

  @Test
  void keepsKeysApart() {
    claim("colour", "red");
    claim("Colour", "blue");
    claim("shape", "");

    assertThat(machine.decided("colour")).contains(Bytes.utf8("red"));
    assertThat(machine.decided("Colour")).contains(Bytes.utf8("blue"));
    assertThat(machine.decided("shape")).contains(Bytes.EMPTY);
    assertThat(machine.decided("taste")).isEmpty();
  }

  @Test
  void restoresWhatItsSnapshotHolds() throws IOException {
    claim("b", "2");
    claim("a", "1");
    claim("größe \uD83C\uDF7D", "");
    RegisterMachine other = new RegisterMachine();
    other.apply(new Claim("z", Bytes.utf8("of before")), new Moment(1, 0));

    other.restore(new ByteArrayInputStream(write(machine.snapshot())));

    assertThat(other.decided("a")).contains(Bytes.utf8("1"));
    assertThat(other.decided("b")).contains(Bytes.utf8("2"));
    assertThat(other.decided("größe \uD83C\uDF7D")).contains(Bytes.EMPTY);
    assertThat(other.decided("z")).isEmpty();
    assertThat(write(other.snapshot())).isEqualTo(write(machine.snapshot()));
    assertThat(other.apply(new Claim("a", Bytes.utf8("late")), new Moment(9, 0)))
        .isEqualTo(Bytes.utf8("1"));
  }

  @Test
  void writesEqualStatesAlikeHoweverTheyCameAbout() throws IOException {
    claim("a", "1");
    claim("b", "2");
    claim("c", "3");
    byte[] first = write(machine.snapshot());

    RegisterMachine other = new RegisterMachine();
    for (String key : new String[] {"c", "b", "b", "a"}) {
      String value = String.valueOf((char) (key.charAt(0) - 'a' + '1'));
      other.apply(new Claim(key, Bytes.utf8(value)), new Moment(1, 0));
    }

    assertThat(write(other.snapshot())).isEqualTo(first);
    assertThat(first)
        .isEqualTo(
            ByteBuffer.allocate(8 + 3 * 10)
                .putInt(1) // the version
                .putInt(3)
                .putInt(1)
                .put((byte) 'a')
                .putInt(1)
                .put((byte) '1')
                .putInt(1)
                .put((byte) 'b')
                .putInt(1)
                .put((byte) '2')
                .putInt(1)
                .put((byte) 'c')
                .putInt(1)
                .put((byte) '3')
                .array());
  }

  @Test
  void writesTheStateOfTheMomentWhenItWasCaptured() throws IOException {
    claim("a", "1");
    byte[] before = write(machine.snapshot());

    Snapshot snapshot = machine.snapshot();
    claim("b", "2");

    assertThat(write(snapshot)).isEqualTo(before);
  }

  @Test
  void restoresWithoutReadingBeyondItsOwnBytes() throws IOException {
    claim("a", "1");
    byte[] written = write(machine.snapshot());
    ByteArrayInputStream in =
        new ByteArrayInputStream(Arrays.copyOf(written, written.length + 1)); // somebody else's

    new RegisterMachine().restore(in);

    assertThat(in.available()).isEqualTo(1);
  }

  @Test
  void staysAsItWasWhenASnapshotIsCutShort() throws IOException {
    claim("a", "1");
    claim("b", "2");
    byte[] written = write(machine.snapshot());
    RegisterMachine other = new RegisterMachine();
    other.apply(new Claim("z", Bytes.utf8("kept")), new Moment(1, 0));

    for (int size = 0; size < written.length; size++) {
      ByteArrayInputStream in = new ByteArrayInputStream(Arrays.copyOf(written, size));
      assertThatThrownBy(() -> other.restore(in))
          .isInstanceOf(IOException.class)
          .hasMessage("the register's snapshot is damaged: it ends too soon; use another");
    }

    assertThat(other.decided("z")).contains(Bytes.utf8("kept"));
    assertThat(other.decided("a")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithASnapshot() {
    assertThatThrownBy(() -> restore(2, 0))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the register's snapshot is of version 2, this library reads 1; update this node");
    assertThatThrownBy(() -> restore(1, -1)).hasMessageContaining("it has -1 keys");
    assertThatThrownBy(() -> restore(1, 1, Integer.MAX_VALUE))
        .hasMessageContaining("a key has 2147483647 bytes");
    assertThatThrownBy(() -> restore(1, 1, 0, -1)).hasMessageContaining("a value has -1 bytes");
    assertThatThrownBy(() -> restore(1, 2, 0, 0, 0, 0))
        .hasMessageContaining("its keys are out of order");
  }

  private void restore(int... numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    bytes.asIntBuffer().put(numbers);
    machine.restore(new ByteArrayInputStream(bytes.array()));
  }
}
