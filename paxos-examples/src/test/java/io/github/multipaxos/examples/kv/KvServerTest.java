package io.github.multipaxos.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.examples.local.Loopback;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command line understands, and what it says of what it does not. */
class KvServerTest {

  @TempDir private Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explainsItself() {
    int exitCode = run("--help");

    assertThat(exitCode).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("--id", "--members", "--data", "--port", "--bind", "--cluster", "--durability")
        .contains("--timeout", "Exit codes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--id         | 4            | --id 4 is not one of --members 1=127.0.0.1:",
        "--id         | 0            | --id 0 is not one of --members 1=127.0.0.1:",
        "--id         | x            | Invalid value for option '--id': 'x' is not an int",
        "--members    | 1=127.0.0.1  | cannot read member '1=127.0.0.1'; write id=host:port",
        "--members    | 1=a:1,1=b:2  | member 1 is listed twice",
        "--port       | 70000        | --port must be 0 to 65535, was 70000",
        "--cluster    | a b          | a cluster name has 1 to 64 letters",
        "--durability | maybe        | write fsync or unsafe-no-sync, not 'maybe'",
        "--timeout    | soon         | write a time as in 5s or 800ms, not 'soon'",
        "--segment-size | 2GiB       | segmentBytes must be a multiple of blockBytes, from 8 blocks to",
        "--lease      | 10s          | leaseDuration must be zero, for no leases",
        "--timeout    | 1ms          | operationTimeout must be at least one tick",
        "--nonsense   | 1            | Unknown option"
      })
  void refusesABadOptionInOneSentence(String option, String value, String complaint)
      throws IOException {
    int exitCode = runWith(option, value);

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains(complaint);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesToStartWithoutWhatItNeeds() {
    int exitCode = run("--id", "1");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("kv-server: Missing required options: '--members=MEMBERS', '--data=DIR'");
  }

  @Test
  void saysInOneSentenceThatItCannotUseTheDirectory() throws IOException {
    Path file = Files.createFile(scratch.resolve("file"));

    int exitCode = runWith("--data", file.toString());

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains(file.toString());
  }

  @Test
  void saysInOneSentenceThatAPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      int exitCode = runWith("--port", port);

      assertThat(exitCode).isEqualTo(1);
      assertThat(err.toString().lines()).singleElement().asString().contains(port);
    }
  }

  @Test
  void saysInOneSentenceThatAMembersPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      int exitCode = runWith("--members", "1=127.0.0.1:" + port);

      assertThat(exitCode).isEqualTo(1);
      assertThat(err.toString().lines()).singleElement().asString().contains(port);
    }
  }

  /** Runs with options that are right except for one. */
  private int runWith(String option, String value) throws IOException {
    Map<String, String> options = new TreeMap<>();
    options.put("--id", "1");
    options.put("--members", Loopback.members(1).toString());
    options.put("--data", scratch.resolve("data").toString());
    options.put("--port", "0");
    options.put(option, value);
    List<String> args = new ArrayList<>();
    options.forEach((name, text) -> args.addAll(List.of(name, text)));
    return run(args.toArray(String[]::new));
  }

  private int run(String... args) {
    CommandLine commandLine = KvServer.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
