package io.github.multipaxos.examples.kv.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Moment;
import io.github.multipaxos.examples.kv.store.Update.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class KvMachineTest {

  private static final Reply ONE = Reply.of(1);
  private static final Reply ZERO = Reply.of(0);

  private final KvMachine machine = new KvMachine();
  private long slot;
  private long nowMillis = 1_000_000;

  @Test
  void setsAndGets() {
    assertThat(apply(set("colour", "red"))).isEqualTo(Reply.OK);

    assertThat(apply(get("colour"))).isEqualTo(Reply.of("red"));
    assertThat(apply(get("absent"))).isEqualTo(Reply.NIL);
    assertThat(apply(set("colour", ""))).isEqualTo(Reply.OK);
    assertThat(apply(get("colour"))).isEqualTo(Reply.of(""));
  }

  @Test
  void setsOnlyIfTheConditionHolds() {
    assertThat(apply(set("k", "1", Condition.IF_PRESENT, 0))).isEqualTo(Reply.NIL);
    assertThat(apply(get("k"))).isEqualTo(Reply.NIL);
    assertThat(apply(set("k", "2", Condition.IF_ABSENT, 0))).isEqualTo(Reply.OK);
    assertThat(apply(set("k", "3", Condition.IF_ABSENT, 0))).isEqualTo(Reply.NIL);
    assertThat(apply(get("k"))).isEqualTo(Reply.of("2"));
    assertThat(apply(set("k", "4", Condition.IF_PRESENT, 0))).isEqualTo(Reply.OK);
    assertThat(apply(get("k"))).isEqualTo(Reply.of("4"));
  }

  @Test
  void deletesAndCountsWhatWasThere() {
    apply(set("a", "1"));
    apply(set("b", "2"));

    Reply removed = apply(new Update.Delete(blobs("a", "absent", "a", "b")));

    assertThat(removed).isEqualTo(Reply.of(2));
    assertThat(apply(new Query.Size())).isEqualTo(ZERO);
  }

  @Test
  void addsToNumbers() {
    assertThat(apply(add("n", 5))).isEqualTo(Reply.of(5));
    assertThat(apply(add("n", -7))).isEqualTo(Reply.of(-2));
    assertThat(apply(get("n"))).isEqualTo(Reply.of("-2"));
  }

  @Test
  void refusesToAddToWhatIsNoNumber() {
    for (String text : List.of("", "x", "1x", "+1", "01", "-0", " 1", "9223372036854775808")) {
      apply(set("n", text));

      assertThat(apply(add("n", 1))).as(text).isEqualTo(Reply.NOT_A_NUMBER);
      assertThat(apply(get("n"))).isEqualTo(Reply.of(text));
    }
  }

  @Test
  void refusesToAddBeyondSixtyFourBits() {
    apply(set("high", Long.toString(Long.MAX_VALUE)));
    apply(set("low", Long.toString(Long.MIN_VALUE)));

    Reply overflow = new Reply.Error("ERR increment or decrement would overflow");
    assertThat(apply(add("high", 1))).isEqualTo(overflow);
    assertThat(apply(add("low", -1))).isEqualTo(overflow);
    assertThat(apply(add("low", Long.MIN_VALUE))).isEqualTo(overflow);
    assertThat(apply(add("high", Long.MIN_VALUE))).isEqualTo(Reply.of(-1));
  }

  @Test
  void appends() {
    assertThat(apply(new Update.Append(blob("k"), blob("ab")))).isEqualTo(Reply.of(2));
    assertThat(apply(new Update.Append(blob("k"), blob("c")))).isEqualTo(Reply.of(3));
    assertThat(apply(get("k"))).isEqualTo(Reply.of("abc"));
    assertThat(apply(new Query.Length(blob("k")))).isEqualTo(Reply.of(3));
    assertThat(apply(new Query.Length(blob("absent")))).isEqualTo(ZERO);
  }

  @Test
  void refusesToAppendBeyondTheLargestValue() {
    Blob half = Blob.wrap(new byte[Update.MAX_VALUE_BYTES / 2]);
    apply(new Update.Append(blob("k"), half));
    apply(new Update.Append(blob("k"), half));

    Reply reply = apply(new Update.Append(blob("k"), blob("x")));

    assertThat(reply).isInstanceOf(Reply.Error.class);
    assertThat(apply(new Query.Length(blob("k")))).isEqualTo(Reply.of(Update.MAX_VALUE_BYTES));
  }

  @Test
  void setsAndGetsSeveralAtOnce() {
    apply(Update.SetMany.of(blobs("a", "1", "b", "2", "a", "3")));

    Reply values = apply(new Query.GetMany(blobs("a", "absent", "b")));

    assertThat(values).isEqualTo(new Reply.Array(List.of(Reply.of("3"), Reply.NIL, Reply.of("2"))));
    assertThat(apply(new Query.Exists(blobs("a", "a", "absent")))).isEqualTo(Reply.of(2));
  }

  @Test
  void answersTheEarlierValueWhenAsked() {
    assertThat(apply(new Update.GetSet(blob("k"), blob("1")))).isEqualTo(Reply.NIL);
    assertThat(apply(new Update.GetSet(blob("k"), blob("2")))).isEqualTo(Reply.of("1"));
  }

  @Test
  void swapsOnlyTheExpectedValue() {
    assertThat(apply(swap("k", "", "1"))).isEqualTo(ZERO);
    apply(set("k", "1"));
    assertThat(apply(swap("k", "2", "3"))).isEqualTo(ZERO);
    assertThat(apply(swap("k", "1", "3"))).isEqualTo(ONE);
    assertThat(apply(get("k"))).isEqualTo(Reply.of("3"));
  }

  @Test
  void removesEverything() {
    String empty = digest();
    apply(set("a", "1", Condition.NONE, 10));
    apply(set("b", "2"));

    apply(new Update.Flush());

    assertThat(apply(new Query.Size())).isEqualTo(ZERO);
    assertThat(digest()).isEqualTo(empty);
    assertThat(machine.earliestExpiryMillis()).isEqualTo(Entry.NEVER);
  }

  @Test
  void keepsAKeyUntilItsExpiryAndNotALongerTime() {
    apply(set("k", "1", Condition.NONE, 100));

    nowMillis += 99;
    assertThat(apply(get("k"))).isEqualTo(Reply.of("1"));
    nowMillis += 1;
    assertThat(apply(get("k"))).isEqualTo(Reply.NIL);
    assertThat(apply(new Query.Size())).isEqualTo(ZERO);
  }

  @Test
  void expiresWithoutBeingAskedForTheKey() {
    apply(set("k", "1", Condition.NONE, 100));
    assertThat(machine.earliestExpiryMillis()).isEqualTo(nowMillis + 100);

    nowMillis += 100;
    apply(new Timed.Advance());

    Reply answer = machine.answer(List.of(new Query.Get(blob("k"))), new Moment(slot, nowMillis));
    assertThat(answer).isEqualTo(new Reply.Array(List.of(Reply.NIL)));
    assertThat(machine.earliestExpiryMillis()).isEqualTo(Entry.NEVER);
  }

  @Test
  void tellsHowLongAKeyHasToLive() {
    apply(set("k", "1", Condition.NONE, 2500));
    apply(set("forever", "1"));

    nowMillis += 100;

    assertThat(apply(new Timed.TimeToLive(blob("k"), 1))).isEqualTo(Reply.of(2400));
    assertThat(apply(new Timed.TimeToLive(blob("k"), 1000))).isEqualTo(Reply.of(2));
    assertThat(apply(new Timed.TimeToLive(blob("forever"), 1))).isEqualTo(Reply.of(-1));
    assertThat(apply(new Timed.TimeToLive(blob("absent"), 1000))).isEqualTo(Reply.of(-2));
  }

  @Test
  void givesAndTakesExpiries() {
    apply(set("k", "1"));

    assertThat(apply(new Timed.Persist(blob("k")))).isEqualTo(ZERO);
    assertThat(apply(new Timed.Expire(blob("k"), 100))).isEqualTo(ONE);
    assertThat(apply(new Timed.Expire(blob("absent"), 100))).isEqualTo(ZERO);
    assertThat(apply(new Timed.Persist(blob("k")))).isEqualTo(ONE);
    nowMillis += 1000;
    assertThat(apply(get("k"))).isEqualTo(Reply.of("1"));
  }

  @Test
  void removesAKeyWhoseExpiryIsNotInTheFuture() {
    for (long ttlMillis : new long[] {0, -1, Long.MIN_VALUE}) {
      apply(set("k", "1"));

      assertThat(apply(new Timed.Expire(blob("k"), ttlMillis))).isEqualTo(ONE);
      assertThat(apply(get("k"))).isEqualTo(Reply.NIL);
    }
  }

  @Test
  void keepsAKeyWhoseExpiryIsBeyondTheEndOfTime() {
    apply(set("k", "1"));

    apply(new Timed.Expire(blob("k"), Long.MAX_VALUE));

    assertThat(apply(get("k"))).isEqualTo(Reply.of("1"));
    assertThat(apply(new Timed.Persist(blob("k")))).isEqualTo(ONE);
  }

  @Test
  void keepsTheExpiryWhereOnlyTheValueChanges() {
    apply(set("k", "1", Condition.NONE, 100));

    apply(add("k", 1));
    apply(new Update.Append(blob("k"), blob("0")));
    apply(swap("k", "20", "30"));

    assertThat(apply(new Timed.TimeToLive(blob("k"), 1))).isEqualTo(Reply.of(100));
  }

  @Test
  void forgetsTheExpiryWhereTheKeyIsSetAnew() {
    List<KvCommand> setters =
        List.of(
            set("k", "2"),
            new Update.GetSet(blob("k"), blob("2")),
            Update.SetMany.of(blobs("k", "2")));
    for (KvCommand setter : setters) {
      apply(set("k", "1", Condition.NONE, 100));

      apply(setter);

      assertThat(apply(new Timed.TimeToLive(blob("k"), 1))).isEqualTo(Reply.of(-1));
      assertThat(machine.earliestExpiryMillis()).isEqualTo(Entry.NEVER);
    }
  }

  @Test
  void appliesABatchInOrder() {
    Reply replies =
        apply(new Batch(List.of(get("k"), set("k", "1"), get("k"), add("k", 1), get("k"))));

    assertThat(replies)
        .isEqualTo(
            new Reply.Array(
                List.of(Reply.NIL, Reply.OK, Reply.of("1"), Reply.of(2), Reply.of("2"))));
  }

  @Test
  void hasADigestThatForgetsTheWayThere() {
    KvMachine other = new KvMachine();
    apply(set("a", "1"));
    apply(set("b", "2", Condition.NONE, 500));
    apply(set("c", "3"));

    Moment start = new Moment(1, nowMillis - 1000);
    other.apply(set("c", "0"), start);
    other.apply(set("d", "4", Condition.NONE, 1), start);
    other.apply(set("b", "2"), start);
    other.apply(add("a", 1), start);
    other.apply(add("c", 3), start);
    other.apply(new Timed.Expire(blob("b"), 1500), start);
    other.apply(new Timed.Advance(), new Moment(2, nowMillis));

    assertThat(other.census(new Moment(2, nowMillis)).digest()).isEqualTo(digest());
  }

  @Test
  void hasADigestThatTellsStatesApart() {
    apply(set("ab", "c"));
    String first = digest();

    apply(new Update.Flush());
    apply(set("a", "bc"));
    String moved = digest();
    apply(new Timed.Expire(blob("a"), 1000));
    String expiring = digest();
    apply(new Timed.Expire(blob("a"), 1001));
    String later = digest();

    assertThat(List.of(first, moved, expiring, later)).doesNotHaveDuplicates();
  }

  private Reply apply(KvCommand command) {
    return machine.apply(command, new Moment(++slot, nowMillis));
  }

  private String digest() {
    return machine.census(new Moment(slot, nowMillis)).digest();
  }

  private static KvCommand set(String key, String value) {
    return set(key, value, Condition.NONE, 0);
  }

  private static KvCommand set(String key, String value, Condition condition, long ttlMillis) {
    return new Update.Set(blob(key), blob(value), condition, ttlMillis);
  }

  private static KvCommand get(String key) {
    return new Query.Get(blob(key));
  }

  private static KvCommand add(String key, long amount) {
    return new Update.Add(blob(key), amount);
  }

  private static KvCommand swap(String key, String expected, String value) {
    return new Update.Swap(blob(key), blob(expected), blob(value));
  }

  private static List<Blob> blobs(String... texts) {
    return List.of(texts).stream().map(Blob::utf8).toList();
  }

  private static Blob blob(String text) {
    return Blob.utf8(text);
  }
}
