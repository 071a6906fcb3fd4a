package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private static final String WRITE = "write segment-000000000001.log";
  private static final String FORCE = "force segment-000000000001.log";

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private final SimulatedNode node =
      new SimulatedNode(directory, SimulatedNode.SMALL.withSegmentBytes(1 << 20));
  private final List<String> happened = directory.operations();

  private void append(String name, int slot) {
    node.log()
        .append(slot == 0 ? List.of() : List.of(voted(slot, 1, name)), () -> happened.add(name));
  }

  @Test
  void writesAndSyncsAllThatWaitsAtOnce() throws IOException {
    node.open();
    happened.clear();

    append("a", 1);
    append("b", 2);
    append("nothing", 0);
    append("c", 3);
    node.threads().turns();

    assertThat(happened).containsExactly(WRITE, FORCE, "a", "b", "nothing", "c");
  }

  @Test
  void anEmptyAppendWaitsForThoseBeforeItAndForNothingElse() throws IOException {
    node.open();
    happened.clear();

    append("first", 0);
    append("a", 1);
    append("last", 0);
    node.threads().turns();
    append("alone", 0);
    node.threads().turns();

    assertThat(happened).containsExactly("first", WRITE, FORCE, "a", "last", "alone");
  }

  @Test
  void whatIsAppendedByACallbackWaitsForTheNextTurn() throws IOException {
    node.open();
    happened.clear();
    node.log().append(List.of(promised(1)), () -> append("inner", 7));
    append("outer", 0);

    node.threads().turns();

    assertThat(happened).containsExactly(WRITE, FORCE, "outer", WRITE, FORCE, "inner");
  }

  @Test
  void fencesOnceWhenIdleAndOnceWhenClosed() throws IOException {
    node.open();
    node.persist(promised(1));
    happened.clear();

    node.threads().idle();
    node.threads().idle();
    assertThat(happened).containsExactly(WRITE, FORCE);

    node.close();
    assertThat(happened).containsExactly(WRITE, FORCE);
  }

  @Test
  void closingMakesEverythingDurableAndRunsWhatIsDue() throws IOException {
    node.open();
    happened.clear();
    append("a", 1);

    node.close();

    assertThat(happened).containsExactly(WRITE, FORCE, "a", WRITE, FORCE);
  }

  @Test
  void closingFromACallbackLetsTheCallbackEnd() throws IOException {
    node.open();
    List<String> order = new ArrayList<>();
    node.log()
        .append(
            List.of(promised(1)),
            () -> {
              close();
              order.add("closed");
            });
    node.log().append(List.of(), () -> order.add("after"));

    node.threads().turns();

    assertThat(order).containsExactly("closed", "after");
    assertThat(node.failures()).isEmpty();
  }

  private void close() {
    try {
      node.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutSyncsAcknowledgesWhatItWroteAndSyncsOnClosing() throws IOException {
    SimulatedDirectory unsafe = new SimulatedDirectory();
    SimulatedNode fast =
        new SimulatedNode(
            unsafe,
            SimulatedNode.SMALL
                .withSegmentBytes(1 << 20)
                .withDurability(Durability.UNSAFE_NO_SYNC));
    fast.open();
    unsafe.operations().clear();

    fast.persist(promised(1));
    fast.persist(promised(2));
    fast.threads().idle();
    assertThat(unsafe.operations()).containsExactly(WRITE, WRITE);

    fast.close();
    assertThat(unsafe.operations()).containsExactly(WRITE, WRITE, FORCE, WRITE, FORCE);
    assertThat(SimulatedNode.recover(unsafe.afterCrash(SimulatedDirectory.NOTHING)))
        .containsExactly(promised(1), promised(2));
  }

  @Test
  void aLongQueueTakesSeveralTurns() throws IOException {
    node.open();
    happened.clear();
    for (int slot = 1; slot <= 30; slot++) {
      append("x".repeat(30_000), slot);
    }

    node.threads().turn();

    assertThat(happened).hasSizeBetween(5, 25);
    node.threads().turns();
    assertThat(happened.stream().filter(FORCE::equals).count()).isBetween(3L, 9L);
  }
}
