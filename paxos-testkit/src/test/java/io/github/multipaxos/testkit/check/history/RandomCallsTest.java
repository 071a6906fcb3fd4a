package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.BruteForce;
import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.Model;
import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.history.HistoryCheck.Answered;
import io.github.multipaxos.testkit.check.history.RandomCalls.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the checks of files say of many histories whose verdict is known otherwise. */
class RandomCallsTest {

  private static HistoryCheck check(Kind kind) {
    return switch (kind) {
      case REGISTER -> HistoryCheck.REGISTER;
      case LIST -> HistoryCheck.LIST_APPEND;
      case COUNTER -> HistoryCheck.COUNTER;
    };
  }

  private static Model<?, Call, Answer> model(Kind kind) {
    return switch (kind) {
      case REGISTER -> new Register();
      case LIST -> new Lists();
      case COUNTER -> new Counter();
    };
  }

  private static Operations.Read throughAFile(Operations.Read history) throws IOException {
    StringWriter text = new StringWriter();
    try (HistoryWriter writer = new HistoryWriter(text)) {
      writer.write(history);
    }
    return Operations.read(new HistoryReader(new StringReader(text.toString()), "history"));
  }

  private static Answered verdict(Kind kind, Operations.Read history) throws IOException {
    Operations.Read read = throughAFile(history);
    assertThat(check(kind).misuseOf(read)).isEmpty();
    return check(kind).check(read, Budget.defaults()).answered();
  }

  @ParameterizedTest
  @EnumSource
  void passesHistoriesMadeFromASequentialRun(Kind kind) throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Operations.Read history = new RandomCalls(kind, seed, 5, 3).make(120);

      assertThat(verdict(kind, history)).as("seed %d", seed).isEqualTo(Answered.YES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithBruteForceOnHistoriesOfUpToSevenOperations(Kind kind) throws IOException {
    int legal = 0;
    int illegal = 0;
    for (long seed = 0; seed < 10_000; seed++) {
      RandomCalls maker = new RandomCalls(kind, seed, 1, 1 + (int) (seed % 2));
      Operations.Read history = spoil(maker.make(1 + maker.random().nextInt(7)), maker.random());

      boolean expected = new BruteForce<>(model(kind), history.operations()).isLinearizable();

      assertThat(verdict(kind, history))
          .as("seed %d: %s", seed, history)
          .isEqualTo(expected ? Answered.YES : Answered.NO);
      legal += expected ? 1 : 0;
      illegal += expected ? 0 : 1;
    }
    assertThat(legal).as("legal histories").isGreaterThan(1_000);
    assertThat(illegal).as("illegal histories").isGreaterThan(1_000);
  }

  /** Gives operations the answers of others of their kind, turned around or cut at times. */
  private static Operations.Read spoil(Operations.Read history, Random random) {
    List<Operation<Call, Answer>> spoilt = new ArrayList<>(history.operations());
    for (int i = 0; i < spoilt.size(); i++) {
      Operation<Call, Answer> told = spoilt.get(i);
      Operation<Call, Answer> other = spoilt.get(random.nextInt(spoilt.size()));
      boolean areAlike = told.input().op().equals(other.input().op());
      if (areAlike && told.isKnown() && other.isKnown()) {
        spoilt.set(i, answered(told, change(other.output().value(), random)));
      }
    }
    return new Operations.Read(spoilt, history.failed());
  }

  private static Operation<Call, Answer> answered(Operation<Call, Answer> read, Object value) {
    return new Operation<>(
        read.process(),
        read.input(),
        new Answer(value, 0),
        read.invokedNanos(),
        read.returnedNanos());
  }

  private static Object change(Object value, Random random) {
    int kind = random.nextInt(4);
    if (value instanceof List<?> list) {
      List<Object> changed = new ArrayList<>(list);
      if (kind == 0 && changed.size() > 1) {
        Collections.swap(changed, changed.size() - 1, random.nextInt(changed.size() - 1));
      } else if (kind == 1 && !changed.isEmpty()) {
        changed.remove(random.nextInt(changed.size()));
      } else if (kind == 2) {
        changed.add((long) random.nextInt(8)); // seen already, or failed, or appended by nobody
      }
      return changed;
    }
    return value instanceof Long number && kind < 2 ? (number + 1) % 4 : value;
  }

  /** Alternates between changing a value and reading it, one after the other, for each spoiling. */
  private static List<Operation<Call, Answer>> oneAfterTheOther(Kind kind) {
    List<Operation<Call, Answer>> operations = new ArrayList<>();
    List<Object> appended = new ArrayList<>();
    long total = 0;
    for (long i = 1; i <= 20; i++) {
      appended.add(i);
      total += i;
      String op = kind == Kind.LIST ? "append" : kind == Kind.COUNTER ? "add" : "write";
      Object seen = kind == Kind.LIST ? List.copyOf(appended) : kind == Kind.COUNTER ? total : i;
      operations.add(
          new Operation<>(1, new Call(op, "k", i, 0), new Answer(null, 0), 40 * i, 40 * i + 10));
      operations.add(
          new Operation<>(
              2, new Call("read", "k", null, 0), new Answer(seen, 0), 40 * i + 20, 40 * i + 30));
    }
    return operations;
  }

  private static Object seen(List<Operation<Call, Answer>> operations, int read) {
    return operations.get(2 * read + 1).output().value();
  }

  private static void assertNoticed(
      Kind kind, List<Operation<Call, Answer>> operations, int changed) throws IOException {
    Operations.Read read = throughAFile(new Operations.Read(operations, List.of()));
    HistoryCheck.Result result = check(kind).check(read, Budget.defaults());

    assertThat(result.answered()).isEqualTo(Answered.NO);
    if (changed >= 0) { // two lines an operation, the writes and the reads in turns
      assertThat(result.why()).contains("read k (line " + (4 * changed + 3) + ")");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noticesAStaleRead(Kind kind) throws IOException {
    for (int read = 1; read < 20; read++) {
      List<Operation<Call, Answer>> operations = oneAfterTheOther(kind);
      Object stale = seen(operations, read - 1);
      operations.set(2 * read + 1, answered(operations.get(2 * read + 1), stale));

      assertNoticed(kind, operations, read);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noticesTwoAnswersSwapped(Kind kind) throws IOException {
    for (int read = 0; read < 19; read++) {
      List<Operation<Call, Answer>> operations = oneAfterTheOther(kind);
      Object first = seen(operations, read);
      Object second = seen(operations, read + 1);
      operations.set(2 * read + 1, answered(operations.get(2 * read + 1), second));
      operations.set(2 * read + 3, answered(operations.get(2 * read + 3), first));

      assertNoticed(kind, operations, -1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noticesALostValue(Kind kind) throws IOException {
    List<Operation<Call, Answer>> sound = oneAfterTheOther(kind);
    for (int lost = 0; lost < 19; lost++) {
      List<Operation<Call, Answer>> operations = new ArrayList<>(sound);
      for (int read = lost; read < 20; read++) {
        operations.set(2 * read + 1, answered(sound.get(2 * read + 1), without(sound, lost, read)));
      }

      assertNoticed(kind, operations, kind == Kind.LIST ? -1 : lost);
    }
  }

  /** What a read sees if one change was lost: of a register, until the next write. */
  private static Object without(List<Operation<Call, Answer>> sound, int lost, int read) {
    Object seen = seen(sound, read);
    Object value = sound.get(2 * lost).input().value();
    if (seen instanceof List<?> list) {
      List<Object> rest = new ArrayList<>(list);
      rest.remove(value);
      return rest;
    } else if (!sound.get(2 * lost).input().op().equals("add")) {
      return read == lost && lost > 0 ? seen(sound, lost - 1) : lost == read ? 0L : seen;
    }
    return (Long) seen - (Long) value;
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "COUNTER"})
  void noticesWhatTookEffectTwice(Kind kind) throws IOException {
    List<Operation<Call, Answer>> sound = oneAfterTheOther(kind);
    for (int twice = 0; twice < 20; twice++) {
      List<Operation<Call, Answer>> operations = new ArrayList<>(sound);
      for (int read = twice; read < 20; read++) {
        operations.set(2 * read + 1, answered(sound.get(2 * read + 1), with(sound, twice, read)));
      }

      assertNoticed(kind, operations, kind == Kind.LIST ? -1 : twice);
    }
  }

  private static Object with(List<Operation<Call, Answer>> sound, int twice, int read) {
    Object seen = seen(sound, read);
    Object value = sound.get(2 * twice).input().value();
    if (seen instanceof List<?> list) {
      List<Object> more = new ArrayList<>(list);
      more.add(twice + 1, value);
      return more;
    }
    return (Long) seen + (Long) value;
  }
}
