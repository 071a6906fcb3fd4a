package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power cuts before every single operation on a file, during everything that a log does. */
class CrashTest {

  /** What one life of a node did before it was cut off. */
  private static final class Life {
    private final SimulatedDirectory directory;
    private final List<LogRecord> appended = new ArrayList<>();
    private final List<LogRecord> acknowledged = new ArrayList<>();
    private List<LogRecord> replayed = List.of();
    private long boot;
    private boolean ended;

    Life(SimulatedDirectory directory) {
      this.directory = directory;
    }

    /** Lives until the given operation, counted from now, or to the end of the story. */
    Life until(int operation) {
      int[] left = {operation};
      directory.fault(
          name -> {
            if (--left[0] < 0) {
              throw new PowerCut();
            }
          });
      SimulatedNode node = new SimulatedNode(directory);
      try {
        boot = node.open().boot();
        replayed = node.replayed();
        story(node);
        ended = true;
      } catch (IOException | PowerCut e) {
        assertThat(e).isInstanceOf(PowerCut.class);
      }
      acknowledged.addAll(node.acknowledged());
      return this;
    }

    private void story(SimulatedNode node) throws IOException {
      append(node, promised(boot));
      append(node, voted(1, boot, "one"));
      for (int slot = 2; slot <= 10; slot++) {
        append(node, voted(slot, boot, "x".repeat(100 * slot)));
        node.threads().tasks();
      }
      node.threads().idle();
      append(node, voted(11, boot, "y".repeat(6000))); // longer than a segment
      append(node, voted(12, boot, "twelve"));
      node.close();
    }

    private void append(SimulatedNode node, LogRecord record) {
      appended.add(record);
      node.persist(record);
      if (!node.failures().isEmpty()) {
        throw new PowerCut();
      }
    }
  }

  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static List<Survival> survivals(int seed) {
    List<Survival> survivals =
        new ArrayList<>(List.of(SimulatedDirectory.NOTHING, SimulatedDirectory.EVERYTHING));
    for (int i = 0; i < 4; i++) {
      Random random = new Random(seed * 31L + i);
      survivals.add(
          new Survival() {
            @Override
            public boolean keepsSector(String name, int sector) {
              return random.nextBoolean();
            }

            @Override
            public int keepsChanges(int changes) {
              return random.nextInt(changes + 1);
            }
          });
    }
    return survivals;
  }

  @Test
  void losesNothingAcknowledgedWhereverThePowerFails() {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      for (Survival survival : survivals(operation)) {
        SimulatedDirectory after = life.directory.afterCrash(survival);

        Life next = new Life(after).until(Integer.MAX_VALUE);

        assertContinues(life, next);
      }
    }
  }

  @Test
  void losesNothingAcknowledgedWhenThePowerFailsAgainDuringRecovery() {
    boolean ended = false;
    for (int operation = 0; !ended; operation += 3) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      for (int again = 0; again < 20; again++) {
        List<Survival> survivals = survivals(operation + again);
        Survival first = survivals.get(again % survivals.size());
        Life second = new Life(life.directory.afterCrash(first)).until(again);
        Life third =
            new Life(second.directory.afterCrash(survivals.get((again + 3) % survivals.size())))
                .until(Integer.MAX_VALUE);

        List<LogRecord> owed = new ArrayList<>(life.acknowledged);
        if (second.boot > 0) {
          assertThat(startsWith(second.replayed, owed)).isTrue();
          owed = new ArrayList<>(second.replayed);
          owed.addAll(second.acknowledged);
        }
        assertThat(startsWith(third.replayed, owed)).isTrue();
        assertThat(third.boot).isGreaterThan(second.boot).isGreaterThan(life.boot);
      }
    }
  }

  @Test
  void losesNothingFoundAfterAKillWhenThePowerFailsNext() {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      for (int again = 16; again < 40; again += 4) {
        Life killed = new Life(new SimulatedDirectory()).until(operation);
        ended = killed.ended;
        killed.directory.killProcess();
        Life second = new Life(killed.directory).until(again);
        SimulatedDirectory after = second.directory.afterCrash(SimulatedDirectory.NOTHING);
        Life third = new Life(after).until(Integer.MAX_VALUE);

        List<LogRecord> owed = new ArrayList<>(killed.acknowledged);
        if (second.boot > 0) {
          assertThat(startsWith(second.replayed, owed)).isTrue();
          owed = new ArrayList<>(second.replayed);
          owed.addAll(second.acknowledged);
        }
        assertThat(startsWith(third.replayed, owed)).isTrue();
      }
    }
  }

  @Test
  void manyLivesOnOneDirectoryLoseNothing() {
    Random random = new Random(5);
    List<LogRecord> owed = new ArrayList<>();
    SimulatedDirectory directory = new SimulatedDirectory();
    long boot = 0;
    for (int round = 0; round < 200; round++) {
      Life life = new Life(directory).until(random.nextInt(90));

      if (life.boot > 0) {
        assertThat(life.boot).isGreaterThan(boot);
        assertThat(startsWith(life.replayed, owed)).isTrue();
        owed = new ArrayList<>(life.replayed);
        owed.addAll(life.acknowledged);
        boot = life.boot;
      }
      List<Survival> survivals = survivals(round);
      directory = life.directory.afterCrash(survivals.get(round % survivals.size()));
    }
    assertThat(boot).isGreaterThan(100);
  }

  private static boolean startsWith(List<LogRecord> all, List<LogRecord> first) {
    return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
  }

  private static void assertContinues(Life life, Life next) {
    int acknowledged = life.acknowledged.size();
    assertThat(next.ended).isTrue();
    assertThat(next.boot).isGreaterThan(life.boot);
    assertThat(next.replayed).hasSizeGreaterThanOrEqualTo(acknowledged);
    assertThat(next.replayed).isEqualTo(life.appended.subList(0, next.replayed.size()));
    assertThat(next.acknowledged).isEqualTo(next.appended);
  }

  @Test
  void aLogThatForgotToSyncItsDirectoryWouldBeCaught() throws IOException {
    SimulatedDirectory directory = new SimulatedDirectory();
    StorageDirectory forgetful =
        (StorageDirectory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {StorageDirectory.class},
                (proxy, method, arguments) ->
                    method.getName().equals("force") ? null : method.invoke(directory, arguments));
    ManualThreads threads = new ManualThreads();
    FileLog log = FileLog.in(forgetful, SimulatedNode.SMALL, threads, () -> 1);
    List<LogRecord> acknowledged = new ArrayList<>();
    log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
    log.append(List.of(promised(1)), () -> acknowledged.add(promised(1)));
    threads.turns();

    SimulatedDirectory after = directory.afterCrash(SimulatedDirectory.NOTHING);

    assertThat(acknowledged).hasSize(1);
    assertThat(SimulatedNode.recover(after)).isEmpty();
  }

  @Test
  void aDirectoryThatWasNeverOpenedToTheEndOpens() {
    assertThatCode(() -> SimulatedNode.recover(new SimulatedDirectory()))
        .doesNotThrowAnyException();
  }
}
