package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Vote;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rule P2. */
class PromisePagesTest {

  private static final Ballot BALLOT = ballot(2, 1);

  private static final long LAST = Long.MAX_VALUE;

  private final PromisePages pages = new PromisePages(1);

  private static Promise page(long first, long through, long chosenThrough, long... slots) {
    SortedMap<Long, Vote> votes = new TreeMap<>();
    for (long slot : slots) {
      votes.put(slot, vote(ballot(1, 2), RED));
    }
    return new Promise(BALLOT, first, through, chosenThrough, 1, votes);
  }

  @Test
  void isCompleteWhenNoSlotIsLeftOut() {
    pages.add(page(1, 2, 0, 1, 2));
    assertThat(pages.isComplete()).isFalse();
    pages.add(page(3, 3, 0, 3));
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(4, LAST, 0, 4));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L, 2L, 3L, 4L);
  }

  @Test
  void takesPagesInAnyOrder() {
    pages.add(page(4, LAST, 0, 4));
    pages.add(page(1, 2, 0, 1));
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(3, 3, 0));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L, 4L);
  }

  @Test
  void isNotCompleteWithoutItsFirstPage() {
    pages.add(page(2, LAST, 0, 2));

    assertThat(pages.isComplete()).isFalse();
  }

  @Test
  void ignoresARepeatedPage() {
    pages.add(page(1, 1, 0, 1));
    pages.add(page(2, 2, 0, 2));
    pages.add(page(2, 2, 0, 2));
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(3, LAST, 0, 3));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L, 2L, 3L);
  }

  @Test
  void needsNoWordOfSlotsThatAreChosen() {
    pages.add(page(4, LAST, 3, 4));

    assertThat(pages.isComplete()).isTrue();
  }

  /**
   * An acceptor whose prefix grew between two answers cuts its votes into other pages. Slots 1 and
   * 2 of the first and what begins with slot 4 of the second do not make a promise: slot 3 would
   * look empty.
   */
  @Test
  void leavesNoSlotOutBetweenPagesOfTwoAnswers() {
    pages.add(page(1, 2, 0, 1, 2));
    pages.add(page(4, LAST, 1, 4, 5)); // of the answer whose other page held slots 2 and 3
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(2, 3, 1, 2, 3));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L, 2L, 3L, 4L, 5L);
  }
}
