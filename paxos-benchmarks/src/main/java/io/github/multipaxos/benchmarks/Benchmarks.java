package io.github.multipaxos.benchmarks;

import io.github.multipaxos.benchmarks.child.ReplicaCommand;
import io.github.multipaxos.benchmarks.open.OpenCommand;
import io.github.multipaxos.benchmarks.open.ReopenCommand;
import io.github.multipaxos.benchmarks.replicate.ReplicateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks as a program. */
@Command(
    name = "benchmarks",
    subcommands = {
      ReplicateCommand.class,
      OpenCommand.class,
      ReplicaCommand.class,
      ReopenCommand.class
    },
    description = "Measures how fast replicated commands become durable, and how fast a log opens.")
public final class Benchmarks implements Runnable {

  private static final int FAILED = 1;
  private static final int BAD_OPTIONS = 2;

  @CommandLine.Option(names = "--help", usageHelp = true, description = "Say this and stop.")
  private boolean helpAsked;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Benchmarks() {}

  /** Runs one of the commands. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the program; executing it returns its exit code. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Benchmarks());
    line.setParameterExceptionHandler(
        (e, args) -> say(e.getCommandLine(), sentence(e), BAD_OPTIONS));
    line.setExecutionExceptionHandler((e, at, parsed) -> say(at, sentence(e), FAILED));
    return line;
  }

  private static int say(CommandLine at, String sentence, int exitCode) {
    String name = at.getCommandSpec().qualifiedName(" ");
    at.getErr().println(name + ": " + String.join(" ", sentence.lines().toList()));
    at.getErr().flush();
    return exitCode;
  }

  private static String sentence(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say replicate or open, or --help");
  }
}
