package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on real files and real sockets, and what happens when a directory is not what it was.
 */
class LostDirectoryTest {

  @TempDir private Path parent;

  private final List<Site> sites = new ArrayList<>();
  private Members members;
  private Site one;
  private Site two;
  private Site three;

  @BeforeEach
  void begin() throws IOException {
    members = freeAddresses(3);
    one = site(1, "one");
    two = site(2, "two");
    three = site(3, "three");
  }

  private Site site(int id, String directory) {
    Site site = new Site(members, id, parent.resolve(directory));
    sites.add(site);
    return site;
  }

  private static Members freeAddresses(int count) throws IOException {
    List<Member> members = new ArrayList<>();
    List<ServerSocket> reserved = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      reserved.add(socket);
      members.add(new Member(NodeId.of(id), "127.0.0.1", socket.getLocalPort()));
    }
    for (ServerSocket socket : reserved) {
      socket.close();
    }
    return Members.of(members);
  }

  @AfterEach
  void closeAll() {
    sites.forEach(Site::close);
  }

  private void startAll() throws IOException {
    one.start();
    two.start();
    three.start();
    one.write("together");
    awaitAdmission(one);
    awaitAdmission(two);
    awaitAdmission(three);
  }

  private static void awaitAdmission(Site site) {
    while (!site.node().status().awaited().isEmpty()) {
      site.write("waiting"); // which takes as long as the cluster does to choose something
    }
  }

  private void restartPeersOfThree() throws IOException {
    one.close();
    two.close();
    one.start();
    two.start();
  }

  @Test
  void aClusterInWhichEveryDirectoryIsNewComesUp() throws Exception {
    startAll();

    assertThat(three.node().status().awaited()).isEmpty();
    assertThat(three.node().status().failure()).isEmpty();
  }

  @Test
  void aNewNodeWaitsUntilEveryOtherMemberHasVouched() throws Exception {
    one.start();
    two.start();

    Answer answer = Answer.of(one.node().propose("alone", Duration.ofSeconds(1)));

    assertThat(answer).isEqualTo(Answer.NOBODY_LED);
    assertThat(one.node().status().awaited()).contains(NodeId.of(3));
    assertThat(one.readLocally()).isEqualTo(new Answer.Done(List.of()));
    three.start();
    one.write("together");
    assertThat(one.applied()).containsExactly("together");
  }

  @Test
  void anAdmittedNodeDoesNotAskAgain() throws Exception {
    startAll();
    sites.forEach(Site::close);

    one.start();
    two.start();

    assertThat(one.node().status().awaited()).isEmpty();
    one.write("without the third");
  }

  @Test
  void aLostDirectoryNeverVotesAgainAndSaysWhyAlsoAfterAllPeersWereRestarted() throws Exception {
    startAll();
    three.close();
    three.loseDirectory();
    restartPeersOfThree();

    three.start();

    assertThat(three.awaitFailure())
        .contains("refuses this node for good: node 3 comes with another data directory")
        .contains("replace it by a member with a new id");
    assertThat(three.node().status().awaited()).isNotEmpty();
    one.write("without the third");
    three.close();
    assertThatThrownBy(three::start).hasMessageContaining("was refused for good by a peer");
  }

  @Test
  void aLostDirectoryGivesNobodyAMajority() throws Exception {
    startAll();
    three.close();
    three.loseDirectory();
    two.close();

    three.start();

    assertThat(three.awaitFailure()).contains("another data directory");
    assertThat(Answer.of(one.node().propose("alone", Duration.ofSeconds(1))).isDone()).isFalse();
  }

  @Test
  void anOldBackupIsRefusedAlsoAfterAllPeersWereRestarted() throws Exception {
    startAll();
    three.close();
    three.copyTo(parent.resolve("backup"));
    three.start();
    three.write("later");
    three.close();
    three.start();
    three.write("later still");
    three.close();
    restartPeersOfThree();

    Site restored = site(3, "backup").start();

    assertThat(restored.awaitFailure())
        .contains("older copy of its data directory (boot 2)", "(boot 3)");
    three.start();
    three.write("the right one is taken back");
  }

  /** The peers are down for so long that the backup counts more boots than they have noted. */
  @Test
  void anOldBackupThatWasOpenedAgainAndAgainIsRefused() throws Exception {
    startAll();
    three.close();
    three.copyTo(parent.resolve("backup"));
    three.start();
    three.write("later");
    three.close();
    one.close();
    two.close();
    Site restored = site(3, "backup");
    for (int lonely = 0; lonely < 3; lonely++) {
      restored.start().close();
    }
    one.start();
    two.start();

    restored.start();

    assertThat(restored.awaitFailure())
        .contains("went its own way after boot 1 or earlier: its boot 2 was another process")
        .contains("replace it by a member with a new id");
    assertThat(restored.applied()).doesNotContain("later");
    restored.close();
    three.start();
    three.write("the right one is taken back");
  }

  @Test
  void aCopyOfADirectoryIsRefused() throws Exception {
    startAll();
    three.close();
    three.copyTo(parent.resolve("copy"));
    three.start();
    three.write("on the original");
    three.close();
    restartPeersOfThree();

    Site copied = site(3, "copy").start();

    assertThat(copied.awaitFailure()).contains("a copy of its data directory", "boot 2");
    three.start();
    three.write("the right one is taken back");
  }
}
