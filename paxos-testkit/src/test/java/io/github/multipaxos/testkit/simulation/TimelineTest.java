package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline timeline = new Timeline();
  private final List<String> done = new ArrayList<>();

  @Test
  void runsTasksInTheOrderOfTimeAndThenOfPlanning() {
    timeline.after(20, () -> done.add("late"));
    timeline.after(10, () -> done.add("first of two"));
    timeline.after(10, () -> done.add("second of two"));
    timeline.after(-5, () -> done.add("now"));

    while (timeline.runNext(100)) {
      done.add(String.valueOf(timeline.nanos()));
    }

    assertThat(done)
        .containsExactly("now", "0", "first of two", "10", "second of two", "10", "late", "20");
    assertThat(timeline.done()).isEqualTo(4);
  }

  @Test
  void letsTimePassWhileNothingIsDue() {
    timeline.after(20, () -> done.add("late"));

    assertThat(timeline.runNext(19)).isFalse();
    assertThat(timeline.nanos()).isEqualTo(19);
    assertThat(done).isEmpty();
    assertThat(timeline.runNext(20)).isTrue();
  }
}
