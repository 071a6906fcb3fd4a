package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two transports over real sockets, whose memories of each other outlive them. */
class DisownedNodeTest {

  private static final NettyOptions OPTIONS =
      NettyOptions.builder()
          .minReconnect(Duration.ofMillis(10))
          .maxReconnect(Duration.ofMillis(100))
          .build();

  private final List<TestNode> nodes = new ArrayList<>();
  private final TestMemory memoryOfOne = new TestMemory();
  private Members members;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
  }

  @BeforeEach
  void begin() throws IOException {
    members = TestMembers.of(2);
  }

  @AfterEach
  void closeAll() {
    nodes.forEach(TestNode::close);
  }

  private TestNode start(Identity self, TestMemory memory) throws IOException {
    TestNode node = TestNode.start(members, OPTIONS, self, memory);
    nodes.add(node);
    return node;
  }

  private TestNode startOne(long boot) throws IOException {
    return start(TestNode.identity(1, 10, boot), memoryOfOne);
  }

  /** The two have met, node 2 in its fifth boot, and both are down again. */
  private void meet() throws IOException {
    TestNode one = startOne(1);
    TestNode two = start(TestNode.identity(2, 20, 5), new TestMemory());
    await().until(() -> one.isConnected(2) && two.isConnected(1));
    assertThat(one.isVouchedForBy(2)).isTrue();
    assertThat(two.isVouchedForBy(1)).isTrue();
    two.close();
    one.close();
  }

  private void assertDisowned(Identity returned, String... words) throws IOException {
    meet();

    TestNode one = startOne(2);
    TestNode two = start(returned, new TestMemory());

    await().until(() -> !two.disowners().isEmpty());
    assertThat(two.disowners().get(0)).startsWith("1: node 2 comes with").contains(words);
    assertThat(two.isVouchedForBy(1)).isFalse();
    assertThat(one.isConnected(2)).isFalse();
    assertThat(one.disowners()).isEmpty();
  }

  @Test
  void aLostDirectoryIsRefusedAlsoByAPeerThatWasRestarted() throws Exception {
    assertDisowned(TestNode.identity(2, 21, 1), "another data directory", "a new id");
  }

  @Test
  void anOldBackupIsRefusedAlsoByAPeerThatWasRestarted() throws Exception {
    assertDisowned(TestNode.identity(2, 20, 4), "older copy", "(boot 4)", "(boot 5)");
  }

  @Test
  void aCopyIsRefusedAlsoByAPeerThatWasRestarted() throws Exception {
    assertDisowned(TestNode.identity(2, 20, 5), "a copy", "boot 5");
  }

  @Test
  void anOldBackupThatWasOpenedAgainAndAgainIsRefusedAsWell() throws Exception {
    Boots boots = Boots.latest(3, -3).opened(-4).opened(-5).opened(-6).opened(-7);

    assertDisowned(
        TestNode.identity(2, 20, boots), "its own way after boot 4 or earlier", "its boot 5");
  }

  @Test
  void aRestartedNodeIsTakenBack() throws Exception {
    meet();

    TestNode one = startOne(2);
    TestNode two = start(TestNode.identity(2, 20, 6), new TestMemory());

    await().until(() -> one.isConnected(2) && two.isConnected(1));
    assertThat(two.disowners()).isEmpty();
  }

  @Test
  void nobodyIsVouchedForBeforeTheDiskHasNotedIt() throws Exception {
    memoryOfOne.holdUp(true);
    TestNode one = startOne(1);
    TestNode two = start(TestNode.identity(2, 20, 5), new TestMemory());

    await().until(() -> memoryOfOne.waiting() > 1); // both directions
    assertThat(two.isVouchedForBy(1)).isFalse();
    assertThat(one.isConnected(2) || two.isConnected(1)).isFalse();
    memoryOfOne.holdUp(false);

    await().until(() -> one.isConnected(2) && two.isConnected(1));
    assertThat(two.isVouchedForBy(1)).isTrue();
  }

  @Test
  void nodesWithOtherMemberListsRefuseEachOtherAndSayBoth() throws Exception {
    Members more = Members.parse(members + ",3=127.0.0.1:1");
    try (LogCapture log = LogCapture.begin()) {
      TestNode one = startOne(1);
      nodes.add(TestNode.start(more, OPTIONS, TestNode.identity(2, 20, 1)));

      await()
          .until(
              () ->
                  log.lines("with the members [1, 2], node 2 with [1, 2, 3]").size()
                          + log.lines("with the members [1, 2, 3], node 1 with [1, 2]").size()
                      > 1);
      assertThat(one.isConnected(2)).isFalse();
      assertThat(one.disowners()).isEmpty();
    }
  }
}
