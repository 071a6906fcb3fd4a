package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {

  private static final NodeId SELF = NodeId.of(1);
  private static final NodeId PEER = NodeId.of(2);
  private static final Message MESSAGE = new Fetch(1, 1);

  private final List<String> happened = new ArrayList<>();
  private final Inbox inbox = new Inbox(3 * MESSAGE.bytes(), () -> happened.add("resume"));

  private List<Event> take() {
    List<Event> events = new ArrayList<>();
    inbox.take(SELF, events);
    return events;
  }

  @Test
  void wakesTheTakerWhenThereIsSomethingToTake() {
    inbox.wakes(() -> happened.add(inbox.isEmpty() ? "for nothing" : "wake"));

    inbox.put(new Event.Admitted());

    assertThat(happened).containsExactly("wake");
    assertThat(take()).containsExactly(new Event.Admitted());
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void pausesPeersWhileTheBudgetIsSpentAndResumesThemOnceHalfOfItIsFree() {
    assertThat(inbox.putReceived(PEER, MESSAGE)).isTrue();
    assertThat(inbox.putReceived(PEER, MESSAGE)).isTrue();
    assertThat(inbox.putReceived(PEER, MESSAGE)).isFalse();
    assertThat(happened).isEmpty();

    assertThat(take()).hasSize(3);

    assertThat(happened).containsExactly("resume");
    assertThat(inbox.putReceived(PEER, MESSAGE)).isTrue();
  }
}
