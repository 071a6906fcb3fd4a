package io.github.multipaxos.testkit.check.cli;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.history.HistoryCheck;
import io.github.multipaxos.testkit.check.history.HistoryReader;
import io.github.multipaxos.testkit.check.history.MalformedHistoryException;
import io.github.multipaxos.testkit.check.history.Operations;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether a history in a file is linearizable. */
@Command(
    name = "linearizability",
    mixinStandardHelpOptions = true,
    version = "linearizability 1",
    description = {
      "Tells whether a history is linearizable. A history has one event a line, such as",
      "",
      "  {\"process\":3,\"type\":\"invoke\",\"op\":\"write\",\"key\":\"k\",\"value\":1,\"time\":120}",
      "  {\"process\":3,\"type\":\"ok\",\"op\":\"write\",\"key\":\"k\",\"time\":340}",
      "",
      "with the types invoke, ok, fail (certainly not applied) and info (outcome unknown).",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:linearizable",
      "1:not linearizable; the operation that does not fit is named",
      "2:unknown: the budget ran out",
      "64:wrong use of this command",
      "65:the file is no history, or not one of that model",
      "66:the file cannot be read"
    })
public final class LinearizabilityCommand implements Callable<Integer> {

  private static final int USAGE = 64;
  private static final int NO_HISTORY = 65;
  private static final int NO_INPUT = 66;
  private static final long PROGRESS_MILLIS = 5_000;
  private static final long MEBIBYTE = 1L << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description =
          "register (read, write, cas), list-append (append, read) or counter (add, read).")
  private String model;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to search at most; ${DEFAULT-VALUE} by default.")
  private long budgetSeconds;

  @Option(
      names = "--memory",
      paramLabel = "MEBIBYTES",
      description = "How much the search may remember; a quarter of the heap by default.")
  private Long memoryMebibytes;

  @Parameters(paramLabel = "FILE", description = "The history; - for the standard input.")
  private String file;

  /** Makes the command; picocli fills in the options. */
  public LinearizabilityCommand() {}

  /** Runs the command and ends the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the command, to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new LinearizabilityCommand())
        .setParameterExceptionHandler(
            (error, arguments) -> {
              PrintWriter err = error.getCommandLine().getErr();
              err.println(error.getMessage() + "; see --help");
              return USAGE;
            });
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      HistoryCheck check = check();
      Operations.Read history = read();
      Optional<String> fault = check.faultOf(history);
      if (fault.isPresent()) {
        err.println(file + ": " + fault.get());
        return NO_HISTORY;
      }
      return answer(check, history);
    } catch (MalformedHistoryException e) {
      err.println(e.getMessage());
      return NO_HISTORY;
    } catch (NoSuchFileException e) {
      err.println(file + ": there is no such file");
      return NO_INPUT;
    } catch (IOException e) {
      err.println(file + ": cannot be read: " + e.getMessage());
      return NO_INPUT;
    }
  }

  private HistoryCheck check() {
    for (HistoryCheck check : HistoryCheck.values()) {
      if (check.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(model)) {
        return check;
      }
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "there is no model '" + model + "'; there are register, list-append and counter");
  }

  private Budget budget() {
    if (budgetSeconds < 1 || (memoryMebibytes != null && memoryMebibytes < 1)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--budget and --memory must be at least 1");
    }
    Budget defaults = Budget.defaults();
    long memoBytes = memoryMebibytes == null ? defaults.memoBytes() : memoryMebibytes * MEBIBYTE;
    return new Budget(Duration.ofSeconds(budgetSeconds), defaults.steps(), memoBytes);
  }

  private Operations.Read read() throws IOException {
    budget(); // complains before the file is read
    try (Reader reader =
        file.equals("-")
            ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
            : Files.newBufferedReader(Path.of(file))) {
      return Operations.read(new HistoryReader(reader, file));
    }
  }

  private int answer(HistoryCheck check, Operations.Read history) {
    HistoryCheck.Result result = withProgress(history, () -> check.check(history, budget()));
    PrintWriter out = spec.commandLine().getOut();
    switch (result.answered()) {
      case YES -> out.println("linearizable: " + history.operations().size() + " operations");
      case NO -> out.println("not linearizable: " + result.why());
      case UNKNOWN -> out.println("unknown: " + result.why());
    }
    out.flush();
    return result.answered().ordinal();
  }

  /** Long work says that it goes on. */
  private HistoryCheck.Result withProgress(
      Operations.Read history, Supplier<HistoryCheck.Result> work) {
    long began = System.nanoTime();
    PrintWriter err = spec.commandLine().getErr();
    Timer timer = new Timer("progress", true);
    timer.scheduleAtFixedRate(
        new TimerTask() {
          @Override
          public void run() {
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            err.printf(
                "checks %d operations, %d s of at most %d s%n",
                history.operations().size(), seconds, budgetSeconds);
            err.flush();
          }
        },
        PROGRESS_MILLIS,
        PROGRESS_MILLIS);
    try {
      return work.get();
    } finally {
      timer.cancel();
    }
  }
}
