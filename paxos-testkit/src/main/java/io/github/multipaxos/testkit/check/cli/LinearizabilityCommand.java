package io.github.multipaxos.testkit.check.cli;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.history.HistoryCheck;
import io.github.multipaxos.testkit.check.history.HistoryReader;
import io.github.multipaxos.testkit.check.history.MalformedHistoryException;
import io.github.multipaxos.testkit.check.history.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "docs/histories.md describes the format and the models.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:linearizable",
      "1:not linearizable; the operation that does not fit is named",
      "2:unknown: the time or the memory ran out",
      "64:wrong use of this command",
      "65:the file is no history, or not one of that model",
      "66:the file cannot be read",
      "70:this command is broken"
    })
public final class LinearizabilityCommand implements Callable<Integer> {

  private static final int UNKNOWN = 2;
  private static final int USAGE = 64;
  private static final int NO_HISTORY = 65;
  private static final int NO_INPUT = 66;
  private static final int BROKEN = 70;
  private static final long MEBIBYTE = 1L << 20;
  private static final long YEAR_SECONDS = 365 * 24 * 3600;
  private static final long PEBIBYTE_MEBIBYTES = 1L << 30;

  private final Duration progressEvery;

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
      description =
          "How long to search at most, once the history is read; ${DEFAULT-VALUE} by default. "
              + "list-append needs no search.")
  private long budgetSeconds;

  @Option(
      names = "--memory",
      paramLabel = "MEBIBYTES",
      description =
          "How much the search may remember, beside the history; a quarter of the heap by default. "
              + "The heap is set by java -Xmx.")
  private Long memoryMebibytes;

  @Parameters(paramLabel = "FILE", description = "The history; - for the standard input.")
  private String file;

  private LinearizabilityCommand(Duration progressEvery) {
    this.progressEvery = progressEvery;
  }

  /** Runs the command and ends the process. */
  public static void main(String[] arguments) {
    System.exit(execute(commandLine(Duration.ofSeconds(5)), arguments));
  }

  /** Only a verdict may end in the code of a verdict, whatever else goes wrong. */
  static int execute(CommandLine command, String... arguments) {
    try {
      return command.execute(arguments);
    } catch (Throwable broken) {
      return broken(command, broken);
    }
  }

  private static int broken(CommandLine command, Throwable broken) {
    command.getErr().println("this command is broken, please report it:");
    broken.printStackTrace(command.getErr());
    return BROKEN;
  }

  /** Returns the command, to be executed. */
  static CommandLine commandLine(Duration progressEvery) {
    return new CommandLine(new LinearizabilityCommand(progressEvery))
        .setExecutionExceptionHandler((error, command, result) -> broken(command, error))
        .setParameterExceptionHandler(
            (error, arguments) -> {
              PrintWriter err = error.getCommandLine().getErr();
              err.println(error.getMessage() + "; see --help");
              return USAGE;
            });
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    HistoryCheck check = check();
    Budget budget = budget(); // complains before the file is read
    try (Progress progress = new Progress(err, progressEvery)) {
      return answer(check, budget, progress);
    } catch (MalformedHistoryException e) {
      err.println(e.getMessage());
      return NO_HISTORY;
    } catch (OutOfMemoryError e) {
      long heapMebibytes = Runtime.getRuntime().maxMemory() / MEBIBYTE;
      answer("unknown: this takes more than the heap of " + heapMebibytes + " MiB; see java -Xmx");
      return UNKNOWN;
    }
  }

  private HistoryCheck check() {
    for (HistoryCheck check : HistoryCheck.values()) {
      if (check.modelName().equals(model)) {
        return check;
      }
    }
    String names =
        Arrays.stream(HistoryCheck.values())
            .map(HistoryCheck::modelName)
            .collect(Collectors.joining(", "));
    throw misuse("there is no model '" + model + "'; there are " + names);
  }

  private Budget budget() {
    if (budgetSeconds < 1 || budgetSeconds > YEAR_SECONDS) {
      throw misuse("--budget must be from 1 to " + YEAR_SECONDS + " seconds");
    }
    Budget defaults = Budget.defaults();
    long memoBytes = defaults.memoBytes();
    if (memoryMebibytes != null) {
      if (memoryMebibytes < 1 || memoryMebibytes > PEBIBYTE_MEBIBYTES) {
        throw misuse("--memory must be from 1 to " + PEBIBYTE_MEBIBYTES + " mebibytes");
      }
      memoBytes = memoryMebibytes * MEBIBYTE;
    }
    return new Budget(Duration.ofSeconds(budgetSeconds), defaults.steps(), memoBytes);
  }

  private CommandLine.ParameterException misuse(String what) {
    return new CommandLine.ParameterException(spec.commandLine(), what);
  }

  private int answer(HistoryCheck check, Budget budget, Progress progress) throws IOException {
    Operations.Read history;
    try (Reader reader = open()) {
      HistoryReader lines = new HistoryReader(reader, file);
      progress.at(() -> "reads line " + lines.line());
      history = Operations.read(lines);
    } catch (MalformedHistoryException e) {
      throw e;
    } catch (IOException e) {
      return cannotRead(e);
    }
    int operations = history.operations().size();
    progress.at(() -> "checks " + operations + " operations");
    Optional<String> misuse = check.misuseOf(history);
    if (misuse.isPresent()) {
      spec.commandLine().getErr().println(file + ": " + misuse.get());
      return NO_HISTORY;
    }
    return answer(check.check(history, budget), operations);
  }

  private Reader open() throws IOException {
    InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
    // the decoder of a charset complains where that of a name puts in a mark of its own
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }

  private int cannotRead(IOException error) {
    String why = String.valueOf(error.getMessage());
    if (error instanceof NoSuchFileException) {
      why = "there is no such file";
    } else if (error instanceof AccessDeniedException) {
      why = "this user may not read it";
    }
    spec.commandLine().getErr().println(file + ": cannot be read: " + why);
    return NO_INPUT;
  }

  private int answer(HistoryCheck.Result result, int operations) {
    answer(
        switch (result.answered()) {
          case YES -> "linearizable: " + operations + " operations";
          case NO -> result.why();
          case UNKNOWN -> "unknown: " + result.why();
        });
    return result.answered().ordinal();
  }

  private void answer(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
