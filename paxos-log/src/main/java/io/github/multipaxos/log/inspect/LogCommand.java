package io.github.multipaxos.log.inspect;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Looks into a log, and never writes to it. */
@Command(
    name = "paxos-log",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    version = "paxos-log 1",
    description = "Looks into the log of a node. Reads only: neither writes, locks nor repairs.",
    footer = {
      "",
      "A log that is open in another process can be looked into; what is printed may then be a"
          + " moment old. docs/storage.md has the files byte by byte."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:intact as far as was looked; a torn tail counts as intact",
      "1:damaged; each damaged place is named",
      "64:wrong use of this command",
      "65:not damaged, but another release wrote what this one cannot read",
      "66:the directory is not there, is no log, or cannot be read",
      "70:this command is broken"
    })
public final class LogCommand implements Callable<Integer> {

  private static final int USAGE = 64;
  private static final int NO_LOG = 66;
  private static final int BROKEN = 70;

  @Spec private CommandSpec spec;

  private LogCommand() {}

  /** Runs the command and ends the process. */
  public static void main(String[] arguments) {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    CommandLine command =
        commandLine()
            .setOut(new PrintWriter(new OutputStreamWriter(out, Charset.defaultCharset())));
    System.exit(execute(command, arguments));
  }

  /** Only a verdict may end in the code of a verdict, whatever else goes wrong. */
  static int execute(CommandLine command, String... arguments) {
    try {
      return command.execute(arguments);
    } catch (Throwable broken) {
      return broken(command, broken);
    } finally {
      command.getOut().flush();
    }
  }

  private static int broken(CommandLine command, Throwable broken) {
    command.getErr().println("this command is broken, please report it:");
    broken.printStackTrace(command.getErr());
    return BROKEN;
  }

  /** Returns the command, to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new LogCommand())
        .addSubcommand(new Verify())
        .addSubcommand(new DumpRecords())
        .addSubcommand(new Stat())
        .setExecutionExceptionHandler(
            (error, command, result) -> {
              if (!(error instanceof IOException)) {
                return broken(command, error);
              }
              command.getErr().println(error.getMessage());
              return NO_LOG;
            })
        .setParameterExceptionHandler(
            (error, arguments) -> {
              PrintWriter err = error.getCommandLine().getErr();
              err.println(error.getMessage() + "; see --help");
              return USAGE;
            });
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say verify, dump or stat");
  }

  /** Names everything that is damaged. */
  @Command(
      name = "verify",
      description = {
        "Names every damaged place, and ends with a verdict in one line.",
        "",
        "Checks identity, segments, frames, checksums, sequence and watermarks, and the checksums"
            + " of snapshots. Of each damaged place it says the file, the offset, the slots that"
            + " may be concerned, and what to do next. Tells a torn tail, which is harmless, from damage.",
        ""
      })
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LogDirectory directory;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      Survey survey = new Survey();
      FindingList findings = new FindingList(out);
      directory.walk(spec, new Both(survey, findings));
      findings.printRest();
      out.println(survey.verdict());
      return survey.exitCode();
    }
  }

  /** Prints records. */
  @Command(
      name = "dump",
      description = {
        "Prints records, one line each.",
        "",
        "A line has the file, the offset of the record in it, the frame's sequence, and the record."
            + " What is not intact is named where it stands, whatever is selected.",
        ""
      })
  static final class DumpRecords implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LogDirectory directory;

    @Option(
        names = "--from-slot",
        paramLabel = "SLOT",
        description = "Leaves out earlier slots, and records that name none.")
    private @Nullable Long firstSlot;

    @Option(
        names = "--through-slot",
        paramLabel = "SLOT",
        description = "Leaves out later slots, and records that name none.")
    private @Nullable Long throughSlot;

    @Option(names = "--payload", description = "Prints the bytes of each command too, in hex.")
    private boolean payload;

    @Option(
        names = "--limit",
        paramLabel = "COUNT",
        description = "Stops after so many records. What stands behind them is not looked at.")
    private @Nullable Long most;

    @Option(
        names = "--snapshots",
        description = "Lists snapshots and what is being fetched, in place of records.")
    private boolean snapshots;

    @Override
    public Integer call() throws IOException {
      return snapshots ? listSnapshots() : dumpRecords();
    }

    private int listSnapshots() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      SnapshotSurvey list = new SnapshotSurvey();
      Survey survey = new Survey();
      FindingList findings = new FindingList(out);
      directory.look(spec, log -> log.walkSnapshots(new Both(list, new Both(survey, findings))));
      list.print(out);
      findings.printRest();
      return survey.exitCode();
    }

    private int dumpRecords() throws IOException {
      Dump dump = new Dump(spec.commandLine().getOut(), selection());
      Survey survey = new Survey();
      directory.look(spec, log -> log.walk(new Both(dump, survey)));
      if (most != null && dump.isAtLimit()) {
        spec.commandLine().getErr().println("stops after " + Words.count(most, "record"));
      }
      return survey.exitCode();
    }

    private Dump.Selection selection() {
      long first = atLeastOne("--from-slot", firstSlot, 1);
      long through = atLeastOne("--through-slot", throughSlot, Long.MAX_VALUE);
      if (first > through) {
        throw new ParameterException(
            spec.commandLine(), "--from-slot must not be above --through-slot");
      }
      boolean all = firstSlot == null && throughSlot == null;
      return new Dump.Selection(
          first, through, all, atLeastOne("--limit", most, Long.MAX_VALUE), payload);
    }

    private long atLeastOne(String name, @Nullable Long given, long otherwise) {
      if (given != null && given < 1) {
        throw new ParameterException(spec.commandLine(), name + " must be at least 1");
      }
      return given == null ? otherwise : given;
    }
  }

  /** Prints sums. */
  @Command(
      name = "stat",
      description = {
        "Prints whose log it is, and counts what is in it.",
        "",
        "Segments, frames, records by kind, first and last slot, highest promise, chosen prefix,"
            + " snapshots, torn tail, damaged places.",
        ""
      })
  static final class Stat implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LogDirectory directory;

    @Override
    public Integer call() throws IOException {
      Survey survey = new Survey();
      directory.walk(spec, survey);
      spec.commandLine().getOut().print(survey.table());
      return survey.exitCode();
    }
  }
}
