package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules D5 and L11, on real files and real sockets: records rot while nobody looks. */
class DamagedFilesTest {

  private static final int COMMANDS = 20;

  @TempDir Path parent;
  private final List<Site> sites = new ArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    List<Member> members = new ArrayList<>();
    List<ServerSocket> reserved = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      reserved.add(socket);
      members.add(new Member(NodeId.of(id), "127.0.0.1", socket.getLocalPort()));
    }
    for (ServerSocket socket : reserved) {
      socket.close();
    }
    for (int id = 1; id <= 3; id++) {
      sites.add(new Site(Members.of(members), id, directory(id)));
    }
  }

  private Path directory(int id) {
    return parent.resolve("node " + id);
  }

  @AfterEach
  void closeAll() {
    sites.forEach(Site::close);
  }

  private void startAll() throws IOException {
    for (Site site : sites) {
      site.start();
    }
  }

  private List<String> writeAll() {
    List<String> commands = new ArrayList<>();
    for (int i = 10; i < 10 + COMMANDS; i++) {
      commands.add("command " + i);
    }
    commands.forEach(sites.get(0)::write);
    sites.get(1).write("through node 2");
    sites.get(2).write("through node 3");
    commands.add("through node 2");
    commands.add("through node 3");
    return commands;
  }

  /** Every copy of that command in the files of a node becomes something else. */
  private void damage(int id, String command) throws IOException {
    Path segment = directory(id).resolve("segment-000000000001.log");
    byte[] bytes = Files.readAllBytes(segment);
    byte[] text = command.getBytes(StandardCharsets.UTF_8);
    int hits = 0;
    for (int at = 0; at + text.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
        bytes[at] ^= 1;
        hits++;
      }
    }
    assertThat(hits).isPositive();
    Files.write(segment, bytes);
  }

  @Test
  void aNodeWithDamagedRecordsLearnsThemAgainAndServes() throws IOException {
    startAll();
    List<String> expected = writeAll();
    sites.get(2).close();
    damage(3, "command 13");
    damage(3, "command 17");

    sites.get(2).start();
    sites.get(2).write("after");
    expected.add("after");

    assertThat(sites.get(2).applied()).isEqualTo(expected);
    sites.get(2).close();
    sites.get(2).start();
    sites.get(2).write("once more");
    expected.add("once more");
    assertThat(sites.get(2).applied()).isEqualTo(expected);
  }

  @Test
  void aClusterWithOtherDamageOnEachNodeHeals() throws IOException {
    startAll();
    List<String> expected = writeAll();
    closeAll();
    damage(1, "command 12");
    damage(2, "command 16");
    damage(3, "command 21");

    startAll();
    for (Site site : sites) {
      site.write("after");
      expected.add("after");
    }

    assertThat(sites.get(2).applied()).isEqualTo(expected);
  }
}
