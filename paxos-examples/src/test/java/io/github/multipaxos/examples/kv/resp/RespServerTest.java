package io.github.multipaxos.examples.kv.resp;

import static io.github.multipaxos.examples.kv.resp.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.RejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RespServerTest {

  private static final Limits LIMITS = Limits.of(Duration.ofSeconds(60));

  private final FakeStore store = new FakeStore();
  private RespServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    server = RespServer.start("127.0.0.1", 0, store, LIMITS);
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void answersEveryDataCommand() throws IOException {
    assertThat(client.ask("SET", "k", "10")).isEqualTo("+OK");
    assertThat(client.ask("GET", "k")).isEqualTo("10");
    assertThat(client.ask("get", "absent")).isEqualTo("nil");
    assertThat(client.ask("SET", "k", "x", "nx")).isEqualTo("nil");
    assertThat(client.ask("SET", "k", "11", "XX", "EX", "100")).isEqualTo("+OK");
    assertThat(client.ask("TTL", "k")).isEqualTo(":100");
    assertThat(client.ask("SET", "k", "11", "PX", "1500", "XX")).isEqualTo("+OK");
    assertThat(client.ask("PTTL", "k")).isEqualTo(":1500");
    assertThat(client.ask("PERSIST", "k")).isEqualTo(":1");
    assertThat(client.ask("TTL", "k")).isEqualTo(":-1");
    assertThat(client.ask("TTL", "absent")).isEqualTo(":-2");
    assertThat(client.ask("EXPIRE", "k", "7")).isEqualTo(":1");
    assertThat(client.ask("INCR", "k")).isEqualTo(":12");
    assertThat(client.ask("INCRBY", "k", "-20")).isEqualTo(":-8");
    assertThat(client.ask("DECR", "k")).isEqualTo(":-9");
    assertThat(client.ask("APPEND", "k", "00")).isEqualTo(":4");
    assertThat(client.ask("STRLEN", "k")).isEqualTo(":4");
    assertThat(client.ask("GETSET", "k", "")).isEqualTo("-900");
    assertThat(client.ask("GET", "k")).isEqualTo("");
    assertThat(client.ask("CAS", "k", "", "c")).isEqualTo(":1");
    assertThat(client.ask("CAS", "k", "", "d")).isEqualTo(":0");
    assertThat(client.ask("CAS", "absent", "", "d")).isEqualTo(":0");
    assertThat(client.ask("MSET", "a", "1", "b", "2")).isEqualTo("+OK");
    assertThat(client.ask("MGET", "a", "absent", "k")).isEqualTo("[1, nil, c]");
    assertThat(client.ask("EXISTS", "a", "a", "absent")).isEqualTo(":2");
    assertThat(client.ask("DBSIZE")).isEqualTo(":3");
    assertThat(client.ask("EXPIRE", "k", "-1")).isEqualTo(":1");
    assertThat(client.ask("DEL", "a", "k")).isEqualTo(":1");
    assertThat(client.ask("FLUSHALL")).isEqualTo("+OK");
    assertThat(client.ask("DBSIZE")).isEqualTo(":0");
  }

  @Test
  void answersWhatClientsSendOnTheirOwn() throws IOException {
    assertThat(client.ask("PING")).isEqualTo("+PONG");
    assertThat(client.ask("PING", "hello")).isEqualTo("hello");
    assertThat(client.ask("ECHO", "hello")).isEqualTo("hello");
    assertThat(client.ask("HELLO", "3")).startsWith("-NOPROTO ");
    assertThat(client.ask("HELLO", "2", "SETNAME", "me")).contains("proto, :2,");
    assertThat(client.ask("CLIENT", "GETNAME")).isEqualTo("me");
    assertThat(client.ask("CLIENT", "SETNAME", "you")).isEqualTo("+OK");
    assertThat(client.ask("CLIENT", "GETNAME")).isEqualTo("you");
    assertThat(client.ask("CLIENT", "SETINFO", "LIB-NAME", "x")).isEqualTo("+OK");
    assertThat(client.ask("CLIENT", "ID")).isEqualTo(":1");
    assertThat(client.ask("SELECT", "0")).isEqualTo("+OK");
    assertThat(client.ask("SELECT", "1")).isEqualTo("-ERR DB index is out of range");
    assertThat(client.ask("CONFIG", "GET", "save")).isEqualTo("[save, ]");
    assertThat(client.ask("CONFIG", "GET", "no-such-thing")).isEqualTo("[]");
    assertThat(client.ask("COMMAND", "COUNT")).isEqualTo(":30");
    assertThat(client.ask("COMMAND", "DOCS")).isEqualTo("[]");
    assertThat(client.ask("COMMAND")).contains("[mset, :-3, [], :1, :-1, :2]");
    assertThat(client.ask("QUIT")).isEqualTo("+OK");
    assertThat(client.isHungUp()).isTrue();
  }

  @Test
  void refusesBadInputAndGoesOn() throws IOException {
    assertThat(client.ask("NOPE", "x")).isEqualTo("-ERR unknown command 'NOPE'");
    assertThat(client.ask("a\r\n+OK\r\n")).startsWith("-ERR unknown command 'a  +OK");
    assertThat(client.ask("GET")).isEqualTo("-ERR wrong number of arguments for 'get' command");
    assertThat(client.ask("MSET", "a", "1", "b"))
        .isEqualTo("-ERR wrong number of arguments for 'mset' command");
    assertThat(client.ask("SET", "k", "v", "NX", "XX")).isEqualTo("-ERR syntax error");
    assertThat(client.ask("SET", "k", "v", "EX", "5", "PX", "5")).isEqualTo("-ERR syntax error");
    assertThat(client.ask("SET", "k", "v", "EX")).isEqualTo("-ERR syntax error");
    String invalidTime = "-ERR invalid expire time in 'set' command";
    assertThat(client.ask("SET", "k", "v", "EX", "0")).isEqualTo(invalidTime);
    assertThat(client.ask("SET", "k", "v", "EX", "9223372036854775807")).isEqualTo(invalidTime);
    String noNumber = "-ERR value is not an integer or out of range";
    assertThat(client.ask("SET", "k", "v", "PX", "soon")).isEqualTo(noNumber);
    assertThat(client.ask("INCRBY", "k", "1.5")).isEqualTo(noNumber);
    assertThat(client.ask("EXPIRE", "k", "9223372036854775807"))
        .isEqualTo("-ERR invalid expire time in 'expire' command");
    assertThat(client.ask("FLUSHALL", "NOW")).isEqualTo("-ERR syntax error");
    assertThat(client.ask("CONFIG", "SET", "save", "")).startsWith("-ERR unknown subcommand");
    assertThat(client.ask("DBSIZE")).isEqualTo(":0");
  }

  @Test
  void describesItself() throws IOException {
    client.ask("SET", "k", "v");

    String all = client.ask("INFO");
    String replication = client.ask("INFO", "replication");

    assertThat(all).contains("# Server", "tcp_port:" + server.port(), "# Keyspace", "db0:keys=1,");
    assertThat(all).contains(replication);
    assertThat(replication).startsWith("# Replication\r\n").doesNotContain("# Server");
    assertThat(replication.lines())
        .contains(
            "node_id:2",
            "role:follower",
            "leader_id:3",
            "ballot:7.3",
            "chosen_slot:2",
            "applied_slot:1",
            "members:1=a:1,2=b:2,3=c:3");
    assertThat(replication).containsPattern("state_digest:[0-9a-f]{16}-1\r\n");
  }

  @Test
  void understandsInlineCommands() throws IOException {
    client.send("PING\r\n\r\n  SET k \"a \\\"b\\\" c\"\r\nGET   k\r\nECHO 'it is'\r\n");

    assertThat(client.reply()).isEqualTo("+PONG");
    assertThat(client.reply()).isEqualTo("+OK");
    assertThat(client.reply()).isEqualTo("a \"b\" c");
    assertThat(client.reply()).isEqualTo("it is");
  }

  @Test
  void understandsARequestThatArrivesByteByByte() throws IOException {
    String requests = request("SET", "k", "") + request("APPEND", "k", "a\r\nb") + "*0\r\n";
    for (char next : (requests + request("GET", "k")).toCharArray()) {
      client.send(String.valueOf(next));
    }

    assertThat(client.reply()).isEqualTo("+OK");
    assertThat(client.reply()).isEqualTo(":4");
    assertThat(client.reply()).isEqualTo("a\r\nb");
  }

  @Test
  void keepsTheOrderOfPipelinedRequests() throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      requests.append(request("INCR", "n")).append(request("ECHO", "e" + i));
      requests.append(request("GET", "n")).append(request("NOPE"));
    }

    client.send(requests.toString());

    for (int i = 0; i < 3_000; i++) {
      assertThat(client.reply()).isEqualTo(":" + (i + 1));
      assertThat(client.reply()).isEqualTo("e" + i);
      assertThat(client.reply()).isEqualTo(String.valueOf(i + 1));
      assertThat(client.reply()).isEqualTo("-ERR unknown command 'NOPE'");
    }
  }

  @Test
  void carriesTheLargestRequestAndItsReply() throws IOException {
    String value = "x".repeat(LIMITS.requestBytes() - 3 * Limits.ARGUMENT_OVERHEAD_BYTES - 4);

    assertThat(client.ask("SET", "k", value)).isEqualTo("+OK");

    String[] many = new String[65];
    Arrays.fill(many, "k");
    many[0] = "MGET";
    assertThat(client.ask("GET", "k")).isEqualTo(value);
    assertThat(client.ask(many)).hasSize(64 * (value.length() + 2));
  }

  @Test
  void refusesALargerRequestAndHangsUp() throws IOException {
    String value = "x".repeat(LIMITS.requestBytes() - 3 * Limits.ARGUMENT_OVERHEAD_BYTES - 3);
    client.send(request("PING") + request("SET", "k", value));

    assertThat(client.reply()).isEqualTo("+PONG");
    assertThat(client.reply())
        .isEqualTo("-ERR Protocol error: a request has at most 1047552 bytes");
    assertThat(client.isHungUp()).isTrue();
    assertThat(store.proposals()).isZero();
  }

  @Test
  void letsAClientReadTheRefusalThoughItGoesOnSending() throws IOException {
    String value = "x".repeat(8 << 20);

    client.send(request("SET", "k", value));

    assertThat(client.reply()).startsWith("-ERR Protocol error: a request has at most");
    assertThat(client.isHungUp()).isTrue();
  }

  @Test
  void refusesTooManyArgumentsBeforeTheyArrive() throws IOException {
    client.send("*2147483647\r\n");

    assertThat(client.reply()).startsWith("-ERR Protocol error: a request has at most 16384");
    assertThat(client.isHungUp()).isTrue();
  }

  @Test
  void refusesWhatIsNoRequestAndHangsUp() throws IOException {
    String[] garbage = {
      "*x\r\n",
      "*1\r\n$x\r\n",
      "*1\r\n$-1\r\n",
      "*1\r\n$3\r\nabcdef",
      "$3\r\nabc\r\n",
      "*2\r\n*1\r\n",
      "*1\r\n:1\r\n",
      "+OK\r\n",
      "-ERR\r\n",
      "*1\r\nPING\r\n",
      "SET \"open\r\n",
      "*99999999999999999999\r\n",
      "*1\r\n$99999999999\r\n"
    };
    for (String each : garbage) {
      try (RawClient broken = new RawClient(server.port())) {
        broken.send(request("PING") + each);

        assertThat(broken.reply()).isEqualTo("+PONG");
        assertThat(broken.reply()).as(each).startsWith("-ERR Protocol error: ");
        assertThat(broken.isHungUp()).isTrue();
      }
    }
  }

  @Test
  void refusesALineWithoutAnEnd() throws IOException {
    for (String beginning : new String[] {"*", "*1\r\n$", "PING "}) {
      try (RawClient endless = new RawClient(server.port())) {
        endless.send(beginning + "1".repeat(400_000));

        assertThat(endless.reply()).startsWith("-ERR Protocol error: ");
        assertThat(endless.isHungUp()).isTrue();
      }
    }
  }

  @Test
  void saysWhatIsKnownOfAFailure() throws IOException {
    store.failWith(new RejectedException(RejectedException.Reason.OVERLOADED, "too much\r\nat 1"));
    assertThat(client.ask("SET", "k", "v")).isEqualTo("-OVERLOADED too much  at 1");
    assertThat(client.ask("GET", "k")).isEqualTo("-OVERLOADED too much  at 1");
    store.failWith(new RejectedException(RejectedException.Reason.STOPPED, "closed"));
    assertThat(client.ask("SET", "k", "v")).isEqualTo("-REJECTED closed");
    store.failWith(
        new OutcomeUnknownException(OutcomeUnknownException.Reason.DEADLINE, "no answer"));
    assertThat(client.ask("SET", "k", "v")).isEqualTo("-UNKNOWN no answer");
    assertThat(client.ask("GET", "k")).isEqualTo("-REJECTED the read got no answer: no answer");
    store.failWith(new IllegalStateException("bug"));
    assertThat(client.ask("SET", "k", "v")).isEqualTo("-UNKNOWN bug");
    store.failWith(null);
    assertThat(client.ask("SET", "k", "v")).isEqualTo("+OK");
  }

  @Test
  void answersWhatWasSentBeforeTheClientHungUpHalf() throws IOException {
    store.holdProposals();
    client.send(request("SET", "k", "v") + request("GET", "k"));
    client.hangUpHalf();
    Awaitility.await().until(() -> store.held() == 1);

    store.letGo();

    assertThat(client.reply()).isEqualTo("+OK");
    assertThat(client.reply()).isEqualTo("v");
    assertThat(client.isHungUp()).isTrue();
  }

  @Test
  void survivesClientsThatVanish() throws IOException {
    store.holdProposals();
    for (int i = 0; i < 20; i++) {
      RawClient vanishing = new RawClient(server.port());
      vanishing.send(request("SET", "k" + i, "v").repeat(100) + "*3\r\n$3\r\nSE");
      vanishing.vanish();
    }
    store.letGo();

    assertThat(client.ask("PING")).isEqualTo("+PONG");
    assertThat(client.ask("SET", "k", "v")).isEqualTo("+OK");
  }

  @Test
  void bearsAClientThatDoesNotReadItsReplies() throws IOException {
    client.ask("SET", "k", "x".repeat(1 << 19));
    try (RawClient deaf = new RawClient(server.port())) {
      deaf.send(request("GET", "k").repeat(100));

      assertThat(client.ask("PING")).isEqualTo("+PONG");

      for (int i = 0; i < 100; i++) {
        assertThat(deaf.reply()).hasSize(1 << 19);
      }
    }
  }

  @Test
  void answersWhatIsUnderWayWhenItCloses() throws Exception {
    store.holdProposals();
    client.send(request("SET", "k", "v"));
    Awaitility.await().until(() -> store.held() == 1);

    server.finish();
    store.letGo();

    assertThat(client.reply()).isEqualTo("+OK");
    assertThat(client.isHungUp()).isTrue();
    assertThatThrownBy(() -> new RawClient(server.port()).close()).isInstanceOf(Exception.class);
  }

  @Test
  void saysWhichAddressItCannotListenOn() {
    assertThatThrownBy(() -> RespServer.start("127.0.0.1", server.port(), store, LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen for clients on 127.0.0.1:" + server.port() + ": ");
  }
}
