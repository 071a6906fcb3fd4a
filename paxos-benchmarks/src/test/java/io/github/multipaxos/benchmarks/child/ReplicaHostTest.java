package io.github.multipaxos.benchmarks.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.limit.Limit;
import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaHostTest {

  @TempDir private Path directory;

  /** A cluster of one, which is its own majority. */
  private ReplicaHost host() throws Exception {
    System.setProperty("limit.fileMebibytes", "1");
    Seat seat = new Seat(1, List.of(List.of(1)), directory, directory, directory, Durability.NONE);
    TreeMap<Integer, Replica> replicas = new TreeMap<>();
    replicas.put(1, new Limit().start(seat));
    return new ReplicaHost(replicas);
  }

  @Test
  void measuresFromMarkToCollect() throws Exception {
    try (ReplicaHost host = host()) {
      assertThat(host.answer(Line.of("leader"))).isEqualTo(Line.parse("leader id=1"));
      assertThat(host.answer(Line.parse("drive id=1 payload=16 window=4 reads=50")))
          .isEqualTo(Line.of("driving"));
      assertThat(host.answer(Line.of("mark"))).isEqualTo(Line.of("marked"));
      Line figures = collect(host);
      assertThat(figures.number("reads")).isBetween(1L, figures.number("operations"));
      assertThat(figures.number("p50")).isPositive();
      assertThat(figures.number("p999")).isBetween(figures.number("p50"), figures.number("max"));
      assertThat(figures.number("failed")).isZero();
      assertThat(host.answer(Line.of("rest"))).isEqualTo(Line.parse("resting left=0"));
      Line usage = host.answer(Line.of("usage"));
      assertThat(usage.number("cpu")).isPositive();
      assertThat(usage.number("compiler")).isPositive();
    }
  }

  private static Line collect(ReplicaHost host) {
    Line figures = host.answer(Line.of("collect"));
    while (figures.number("reads") == 0) {
      figures = host.answer(Line.of("collect"));
    }
    return figures;
  }

  @Test
  void saysWhatItCannotDo() throws Exception {
    try (ReplicaHost host = host()) {
      assertThat(host.answer(Line.of("sing")).text("message")).contains("'sing'");
      assertThat(host.answer(Line.of("mark")).text("message")).contains("no load was asked for");
      assertThat(host.answer(Line.parse("drive id=2 payload=1 window=1 reads=0")).text("message"))
          .isEqualTo("replica 2 is not in this process");
    }
  }
}
