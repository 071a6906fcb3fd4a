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

  private final PromisePages pages = new PromisePages();

  private static Promise page(int page, boolean last, long chosenThrough, long... slots) {
    SortedMap<Long, Vote> votes = new TreeMap<>();
    for (long slot : slots) {
      votes.put(slot, vote(ballot(1, 2), RED));
    }
    return new Promise(BALLOT, page, last, chosenThrough, 1, votes);
  }

  @Test
  void isCompleteWithItsLastPage() {
    pages.add(page(0, false, 0, 1, 2));
    assertThat(pages.isComplete()).isFalse();
    pages.add(page(1, false, 0, 3));
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(2, true, 0, 4));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L, 2L, 3L, 4L);
  }

  @Test
  void isNotCompleteWhileAPageIsMissing() {
    pages.add(page(0, false, 0, 1));
    pages.add(page(2, true, 0, 3));
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(1, false, 0, 2));

    assertThat(pages.isComplete()).isFalse();
  }

  @Test
  void isNotCompleteWithoutItsFirstPage() {
    pages.add(page(1, true, 0, 2));

    assertThat(pages.isComplete()).isFalse();
  }

  @Test
  void ignoresARepeatedPage() {
    pages.add(page(0, false, 0, 1));
    pages.add(page(1, false, 0, 2));
    pages.add(page(1, false, 0, 2));
    assertThat(pages.isComplete()).isFalse();

    pages.add(page(2, true, 0, 3));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L, 2L, 3L);
  }

  @Test
  void beginsAnewWithARepeatedFirstPage() {
    pages.add(page(0, false, 0, 1, 2));
    pages.add(page(1, false, 0, 3));

    pages.add(page(0, false, 2, 3));
    pages.add(page(1, true, 2, 4));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(3L, 4L);
  }

  /**
   * An acceptor whose prefix grew between two answers cuts its votes into other pages. Page 0 of
   * the first and page 1 of the second do not make a promise: slot 3 would look empty.
   */
  @Test
  void doesNotMixPagesOfTwoAnswers() {
    pages.add(page(0, false, 0, 1, 2));

    pages.add(page(1, true, 1, 4, 5)); // of the answer whose page 0 held slots 2 and 3

    assertThat(pages.isComplete()).isFalse();
  }

  @Test
  void changesNothingOnceComplete() {
    pages.add(page(0, true, 0, 1));

    pages.add(page(0, false, 0, 2));
    pages.add(page(1, true, 0, 3));

    assertThat(pages.isComplete()).isTrue();
    assertThat(pages.votes()).containsOnlyKeys(1L);
  }
}
