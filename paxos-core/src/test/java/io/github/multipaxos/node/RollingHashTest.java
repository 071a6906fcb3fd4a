package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingHashTest {

  private static final Command RED = command(1, 1, 1, "red");
  private static final Command BLUE = command(1, 1, 2, "blue");

  private static Command command(int node, long boot, long sequence, String text) {
    return new Command(new CommandId(NodeId.of(node), boot, sequence), Bytes.utf8(text));
  }

  private static Decree batch(long timeMillis, Command... commands) {
    return new CommandBatch(timeMillis, List.of(commands));
  }

  /** Returns the hash over these decrees, in slots from 1 on. */
  private static long over(Decree... decrees) {
    RollingHash hash = new RollingHash();
    for (int i = 0; i < decrees.length; i++) {
      hash.add(i + 1, decrees[i]);
    }
    return hash.value();
  }

  @Test
  void isEqualForWhatIsEqual() {
    Command sameRed = command(1, 1, 1, "red");

    assertThat(over(batch(9, sameRed), Decree.Noop.INSTANCE, batch(9, BLUE)))
        .isEqualTo(over(batch(9, RED), Decree.Noop.INSTANCE, batch(9, BLUE)));
  }

  @Test
  void differsWhereAnythingDiffers() {
    List<Long> hashes = new ArrayList<>();
    hashes.add(over());
    hashes.add(over(batch(9, RED), batch(9, BLUE)));
    hashes.add(over(batch(9, BLUE), batch(9, RED)));
    hashes.add(over(batch(9, RED, BLUE)));
    hashes.add(over(batch(9, BLUE, RED)));
    hashes.add(over(batch(9, RED)));
    hashes.add(over(batch(8, RED)));
    hashes.add(over(batch(9, command(1, 1, 1, "rex"))));
    hashes.add(over(batch(9, command(1, 1, 2, "red"))));
    hashes.add(over(batch(9, command(2, 1, 1, "red"))));
    hashes.add(over(batch(9, command(1, 2, 1, "red"))));
    hashes.add(over(batch(9, RED), Decree.Noop.INSTANCE));
    hashes.add(over(Decree.Noop.INSTANCE, batch(9, RED)));
    hashes.add(over(batch(9, RED), batch(9, RED)));

    assertThat(hashes).doesNotHaveDuplicates();
  }

  @Test
  void goesOnFromAValueThatItIsGiven() {
    RollingHash first = new RollingHash();
    first.add(1, batch(9, RED));
    RollingHash second = new RollingHash();

    second.reset(first.value());
    second.add(2, batch(9, BLUE));

    assertThat(second.value()).isEqualTo(over(batch(9, RED), batch(9, BLUE)));
  }

  @Test
  void leavesThePayloadAsItWas() {
    Decree decree = batch(9, RED);
    long once = over(decree);

    assertThat(over(decree)).isEqualTo(once);
    assertThat(RED.payload()).isEqualTo(Bytes.utf8("red"));
  }
}
