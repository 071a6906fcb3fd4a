package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.line.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that hosts replicas, seen from the one that started it. */
final class ReplicaProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long CLOSE_SECONDS = 5;
  private static final int LAST_LINES = 5;

  private final String name;
  private final List<Integer> ids;
  private final Process process;
  private final Path errors;
  private final PrintStream questions;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private @Nullable Suspension suspension;

  private ReplicaProcess(String name, List<Integer> ids, Process process, Path errors) {
    this.name = name;
    this.ids = List.copyOf(ids);
    this.process = process;
    this.errors = errors;
    this.questions = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** Starts a process; {@link #awaitReady} waits until its replicas listen. */
  static ReplicaProcess start(String name, List<Integer> ids, List<String> command, Path errors)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    ReplicaProcess replica = new ReplicaProcess(name, ids, process, errors);
    Thread reader = new Thread(replica::read, "benchmark-answers-" + name);
    reader.setDaemon(true);
    reader.start();
    return replica;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        answers.add(Optional.of(line));
        line = lines.readLine();
      }
    } catch (IOException e) {
      // as good as the end of the stream: the process is gone
    }
    answers.add(Optional.empty());
  }

  boolean hosts(int id) {
    return ids.contains(id);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void awaitReady() throws FailedRunException, InterruptedException {
    expect("ready");
  }

  /** Asks, and waits for the answer. */
  Line ask(Line question, String expected) throws FailedRunException, InterruptedException {
    send(question);
    return expect(expected);
  }

  private void send(Line question) {
    questions.println(question);
    questions.flush();
  }

  private Line expect(String verb) throws FailedRunException, InterruptedException {
    Optional<String> answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      throw new FailedRunException(
          name + " has not answered for " + PATIENCE.toSeconds() + " s" + lastErrors());
    }
    if (answer.isEmpty()) {
      process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
      throw new FailedRunException(name + " ended by itself" + lastErrors());
    }
    Line line = Line.parse(answer.get());
    if (line.verb().equals("error")) {
      throw new FailedRunException(name + " says: " + line.text("message"));
    }
    if (!line.verb().equals(verb)) {
      throw new FailedRunException(name + " answers '" + line + "' where " + verb + " is due");
    }
    return line;
  }

  /** Returns the last it wrote to stderr, to be put behind a message. */
  private String lastErrors() {
    try {
      List<String> lines = Files.readAllLines(errors);
      if (lines.isEmpty()) {
        return "; it says nothing about why";
      }
      int from = Math.max(0, lines.size() - LAST_LINES);
      return "; the last it said: " + String.join(" / ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "; what it said cannot be read: " + e.getMessage();
    }
  }

  /** Stops it where it is; what it is asked it answers once it goes on. */
  void suspend() throws IOException {
    suspension = Suspension.of(process.toHandle());
  }

  /** Lets it go on if it is stopped. */
  void resume() throws IOException {
    Suspension ended = suspension;
    suspension = null;
    if (ended != null) {
      ended.close();
    }
  }

  /** Ends it without a word. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks it to end, and sees to it that it does. */
  @Override
  public void close() {
    try {
      resume(); // or it could not hear that it is to end
    } catch (IOException e) {
      process.destroyForcibly();
    }
    questions.println("stop");
    questions.flush();
    try {
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
