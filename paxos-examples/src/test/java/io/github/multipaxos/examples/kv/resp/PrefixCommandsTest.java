package io.github.multipaxos.examples.kv.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.examples.kv.store.KvSessions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions and levels of consistency, as a client writes them. */
class PrefixCommandsTest {

  private static final int WINDOW = KvSessions.LIMITS.windowSequences();

  private final FakeStore store = new FakeStore();
  private RespServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    server = RespServer.start("127.0.0.1", 0, store, Limits.of(Duration.ofSeconds(60)));
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private String ask(String request) throws IOException {
    return client.ask(request.split(" "));
  }

  @Test
  void answersARetryAsItAnsweredTheFirstTime() throws IOException {
    String id = ask("SESSION OPEN");

    assertThat(id).isEqualTo("1-0");
    assertThat(ask("session exec 1-0 1 INCR n")).isEqualTo(":1");
    assertThat(ask("SESSION EXEC 1-0 1 INCR n")).isEqualTo(":1");
    assertThat(ask("SESSION EXEC 1-0 3 APPEND n x")).isEqualTo(":2");
    assertThat(ask("SESSION EXEC 1-0 2 GETSET n y")).isEqualTo("1x");
    assertThat(ask("SESSION EXEC 1-0 3 APPEND n x")).isEqualTo(":2");
    assertThat(ask("SESSION EXEC 1-0 2 GETSET n y")).isEqualTo("1x");
    assertThat(ask("GET n")).isEqualTo("y");
    assertThat(ask("SESSION EXEC 1-0 4 INCR n"))
        .isEqualTo("-ERR value is not an integer or out of range");
    assertThat(ask("SET n 1")).isEqualTo("+OK");
    assertThat(ask("SESSION EXEC 1-0 4 INCR n"))
        .isEqualTo("-ERR value is not an integer or out of range");
  }

  @Test
  void letsAClientThatAcknowledgesNothingAskAboutTheLastFew() throws IOException {
    ask("SESSION OPEN");
    for (int i = 1; i <= WINDOW + 1; i++) {
      assertThat(ask("SESSION EXEC 1-0 " + i + " INCR n")).isEqualTo(":" + i);
    }

    assertThat(ask("SESSION EXEC 1-0 2 INCR n")).isEqualTo(":2");
    assertThat(ask("SESSION EXEC 1-0 1 INCR n")).startsWith("-STALE ");
    assertThat(ask("GET n")).isEqualTo(Integer.toString(WINDOW + 1));
  }

  @Test
  void letsGoOfWhatAClientAcknowledges() throws IOException {
    ask("SESSION OPEN");
    ask("SESSION EXEC 1-0 1 INCR n");

    assertThat(ask("SESSION EXEC 1-0 2 ACK 1 INCR n")).isEqualTo(":2");

    assertThat(ask("SESSION EXEC 1-0 1 INCR n")).startsWith("-STALE ");
    assertThat(ask("SESSION EXEC 1-0 " + (WINDOW + 2) + " ACK 1 INCR n")).startsWith("-AHEAD ");
    assertThat(ask("GET n")).isEqualTo("2");
  }

  @Test
  void remembersOfALargeAnswerOnlyThatThereWasOne() throws IOException {
    ask("SESSION OPEN");
    String value = "x".repeat(KvSessions.LIMITS.maxAnswerBytes());
    ask("SET k " + value);

    assertThat(ask("SESSION EXEC 1-0 1 GETSET k y")).isEqualTo(value);
    assertThat(ask("SESSION EXEC 1-0 1 GETSET k y")).startsWith("-DROPPED ");
    assertThat(ask("GET k")).isEqualTo("y");
  }

  @Test
  void expiresAfterItsTime() throws IOException {
    ask("SESSION OPEN 10");
    ask("SESSION OPEN 20");
    store.passMillis(9_999);
    assertThat(ask("SESSION KEEPALIVE 1-0")).isEqualTo("+OK");
    store.passMillis(9_999);
    assertThat(ask("SESSION EXEC 1-0 1 INCR n")).isEqualTo(":1");
    store.passMillis(10_000);

    assertThat(ask("SESSION EXEC 1-0 1 INCR n")).startsWith("-EXPIRED ");
    assertThat(ask("SESSION KEEPALIVE 2-0")).startsWith("-EXPIRED ");
    assertThat(ask("GET n")).isEqualTo("1");
  }

  @Test
  void closes() throws IOException {
    ask("SESSION OPEN");

    assertThat(ask("SESSION CLOSE 1-0")).isEqualTo("+OK");
    assertThat(ask("SESSION CLOSE 1-0")).startsWith("-EXPIRED ");
    assertThat(ask("SESSION EXEC 1-0 1 INCR n")).startsWith("-EXPIRED ");
  }

  @Test
  void saysWhenThereIsNoRoom() throws IOException {
    for (long i = 0; i < KvSessions.LIMITS.maxSessions(); i++) {
      client.send(RawClient.request("SESSION", "OPEN"));
    }
    for (long i = 0; i < KvSessions.LIMITS.maxSessions(); i++) {
      assertThat(client.reply()).isEqualTo(i + 1 + "-0");
    }

    assertThat(ask("SESSION OPEN")).startsWith("-FULL ");
  }

  @Test
  void saysThatARetryTellsWhatBecameOfIt() throws IOException {
    store.failWith(new OutcomeUnknownException(OutcomeUnknownException.Reason.DEADLINE, "late"));

    assertThat(ask("SESSION EXEC 1-0 1 INCR n"))
        .isEqualTo("-UNKNOWN late; send it again, to any node, to learn what became of it");
    assertThat(ask("SESSION OPEN")).isEqualTo("-UNKNOWN late");
  }

  @Test
  void readsAtTheLevelAskedFor() throws IOException {
    ask("SET k v");

    assertThat(ask("READ LINEARIZABLE GET k")).isEqualTo("v");
    assertThat(ask("read local mget k absent")).isEqualTo("[v, nil]");
    assertThat(ask("READ LEASE GET k")).isEqualTo("v");
    assertThat(ask("READ STALE 250 GET k")).isEqualTo("v");
    assertThat(ask("GET k")).isEqualTo("v");

    assertThat(store.consistencies())
        .containsExactly(
            Consistency.LINEARIZABLE,
            Consistency.LOCAL,
            Consistency.LEASE,
            Consistency.atMostStale(Duration.ofMillis(250)),
            Consistency.LINEARIZABLE);
    assertThat(store.proposals()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET k",
        "TTL k",
        "PING",
        "SESSION OPEN",
        "SESSION EXEC 1-0 2 INCR n",
        "READ LOCAL GET k",
        "NONSENSE",
        "INCR",
        "INFO",
        "QUIT",
        "ACK"
      })
  void takesOnlyCommandsThatChangeSomethingInASession(String inner) throws IOException {
    ask("SESSION OPEN");

    assertThat(ask("SESSION EXEC 1-0 1 " + inner)).startsWith("-ERR ");

    assertThat(store.proposals()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET k v",
        "INCR n",
        "TTL k",
        "PING",
        "READ LOCAL GET k",
        "SESSION OPEN",
        "NONSENSE",
        "GET"
      })
  void takesOnlyCommandsThatReadBehindALevel(String inner) throws IOException {
    assertThat(ask("READ LOCAL " + inner)).startsWith("-ERR ");

    assertThat(store.proposals()).isZero();
    assertThat(store.consistencies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SESSION, wrong number of arguments",
    "SESSION DANCE, unknown subcommand",
    "SESSION OPEN 0, invalid expire time",
    "SESSION OPEN x, not an integer",
    "SESSION OPEN 1 2, unknown subcommand",
    "SESSION EXEC 1-0 1, unknown subcommand",
    "SESSION EXEC 1-0 x INCR n, not an integer",
    "SESSION EXEC 1-0 0 INCR n, a sequence is at least 1",
    "SESSION EXEC 1-0 2 ACK 2 INCR n, a sequence is at least 1",
    "SESSION EXEC 1-0 2 ACK -1 INCR n, a sequence is at least 1",
    "SESSION EXEC 1-0 2 ACK 1, wrong number of arguments",
    "SESSION EXEC one 1 INCR n, a session is written like 1841-0",
    "SESSION CLOSE, unknown subcommand",
    "SESSION CLOSE 0-0, a session's slot is at least 1",
    "READ, wrong number of arguments",
    "READ SOMETIME GET k, 'READ knows the levels LEASE, LINEARIZABLE, LOCAL, STALE'",
    "READ LOCAL, wrong number of arguments",
    "READ STALE 250, wrong number of arguments",
    "READ STALE GET k, not an integer",
    "READ STALE soon GET k, not an integer",
    "READ STALE -1 GET k, after STALE goes an age in milliseconds",
  })
  void saysWhatIsWrong(String request, String sentence) throws IOException {
    assertThat(ask(request)).startsWith("-ERR ").contains(sentence);
  }

  /** Each level of nesting would take a call; there is none. */
  @Test
  void doesNotNestHoweverOftenItIsAsked() throws IOException {
    String[] words = new String[10_001];
    Arrays.fill(words, "READ");
    for (int i = 1; i < words.length; i += 2) {
      words[i] = "LOCAL";
    }

    assertThat(client.ask(words)).startsWith("-ERR 'READ' takes a command about keys and values");
  }
}
