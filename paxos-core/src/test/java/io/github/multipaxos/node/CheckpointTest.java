package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a snapshot consists of, and who understands it. */
class CheckpointTest {

  private final Pages pages = new Pages();
  private final ReplicatedState<String, String> state =
      new ReplicatedState<>(pages.settings("1=a:1,2=b:1"));
  private final List<String> outcomes = new ArrayList<>();

  private static CommandId id(long sequence) {
    return new CommandId(NodeId.of(1), 1, sequence);
  }

  private static Decree batch(long timeMillis, long sequence, String text) {
    Command command = new Command(id(sequence), Bytes.utf8(text));
    return new Decree.CommandBatch(timeMillis, List.of(command));
  }

  /** Nobody waits for the outcome. */
  static final class Nobody implements ReplicatedState.Outcomes<String> {
    @Override
    public void applied(CommandId id, String result) {}

    @Override
    public void passedOver(CommandId id) {}
  }

  private void apply(ReplicatedState<String, String> to, long slot, Decree decree)
      throws StateMachineFailure {
    to.apply(
        slot,
        decree,
        new ReplicatedState.Outcomes<>() {
          @Override
          public void applied(CommandId id, String result) {
            outcomes.add(id.sequence() + ":" + result);
          }

          @Override
          public void passedOver(CommandId id) {
            outcomes.add(id.sequence() + " passed over");
          }
        });
  }

  static byte[] written(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    checkpoint.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private void applyThree() throws StateMachineFailure {
    apply(state, 1, batch(1000, 1, "red"));
    apply(state, 2, Decree.Noop.INSTANCE);
    apply(state, 3, batch(900, 3, "blue")); // the wall clock went back, the replicated one does not
  }

  @Test
  void bringsAnotherReplicaToTheSamePoint() throws Exception {
    applyThree();
    Pages otherPages = new Pages();
    ReplicatedState<String, String> other =
        new ReplicatedState<>(otherPages.settings("1=a:1,2=b:1"));

    other.restore(in(written(state.capture())));

    assertThat(otherPages.lines()).containsExactly("red", "blue");
    assertThat(other.slot()).isEqualTo(3);
    assertThat(other.moment()).isEqualTo(state.moment());
    assertThat(other.hasApplied(id(3))).isTrue();
    assertThat(other.hasApplied(id(2))).isFalse();
    apply(state, 4, batch(2000, 4, "green"));
    apply(other, 4, batch(2000, 4, "green"));
    assertThat(written(other.capture())).isEqualTo(written(state.capture()));
  }

  /** Rule C6. The second copy of a command may be chosen after the snapshot. */
  @Test
  void knowsWhatHasBeenApplied() throws Exception {
    applyThree();
    Pages otherPages = new Pages();
    ReplicatedState<String, String> other =
        new ReplicatedState<>(otherPages.settings("1=a:1,2=b:1"));
    other.restore(in(written(state.capture())));

    outcomes.clear();
    apply(other, 4, batch(1000, 1, "red"));

    assertThat(outcomes).containsExactly("1 passed over");
    assertThat(otherPages.lines()).containsExactly("red", "blue");
  }

  @Test
  void doesNotChangeWithTheStateAfterItsCapture() throws Exception {
    applyThree();
    byte[] before = written(state.capture());
    Checkpoint captured = state.capture();

    apply(state, 4, batch(3000, 4, "green"));

    assertThat(written(captured)).isEqualTo(before);
  }

  @Test
  void isReadUpToTheApplicationsStateAndNoFurther() throws Exception {
    applyThree();
    DataInputStream in = new DataInputStream(in(written(state.capture())));

    Checkpoint read = Checkpoint.readFrom(in);

    assertThat(read.slot()).isEqualTo(3);
    assertThat(read.timeMillis()).isEqualTo(1000);
    assertThat(read.voters()).isEqualTo(state.capture().voters());
    assertThat(in.readInt()).isEqualTo(2);
    assertThatThrownBy(() -> written(read)).isInstanceOf(IOException.class);
  }

  @Test
  void isRefusedInAnotherFormat() throws Exception {
    applyThree();
    byte[] later = written(state.capture());
    later[7] = 2;
    byte[] foreign = written(state.capture());
    foreign[0] ^= 1;

    for (byte[] bytes : List.of(later, foreign)) {
      assertThatThrownBy(() -> state.restore(in(bytes)))
          .isInstanceOf(StateMachineFailure.class)
          .hasMessageContaining("reads format 1")
          .hasMessageContaining("run the release that wrote it");
    }
  }

  @Test
  void isRefusedByAClusterOfOtherMembers() throws Exception {
    applyThree();
    ReplicatedState<String, String> larger =
        new ReplicatedState<>(pages.settings("1=a:1,2=b:1,3=c:1"));

    assertThatThrownBy(() -> larger.restore(in(written(state.capture()))))
        .isInstanceOf(StateMachineFailure.class)
        .hasMessageContaining("[1, 2]")
        .hasMessageContaining("[1, 2, 3]")
        .hasMessageContaining("start the node with the members it had");
    assertThat(larger.slot()).isZero();
  }

  @Test
  void isRefusedWhenItIsCutShort() throws Exception {
    applyThree();
    byte[] whole = written(state.capture());

    for (int size = 0; size < whole.length; size++) {
      byte[] cut = Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> state.restore(in(cut))).isInstanceOf(StateMachineFailure.class);
    }
  }
}
