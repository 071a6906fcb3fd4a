package io.github.multipaxos.examples.kv;

import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The key-value store as a program. One process is one node. */
@Command(
    name = "kv-server",
    sortOptions = false,
    description = "One node of a linearizable key-value store that speaks the Redis protocol.",
    footerHeading = "%nExit codes: 0 or 143 stopped, 1 cannot start, 2 bad options, 3 failed.%n")
public final class KvServer implements Callable<Integer> {

  private static final int CANNOT_START = 1;
  private static final int BAD_OPTIONS = 2;
  private static final int FAILED = 3;

  @Mixin private final Options options = new Options();

  @CommandLine.Option(names = "--help", usageHelp = true, description = "Say this and stop.")
  private boolean helpAsked;

  private final CommandLine commandLine = new CommandLine(this);

  private KvServer() {
    commandLine
        .setParameterExceptionHandler((e, args) -> say(e.getMessage(), BAD_OPTIONS))
        .setExecutionExceptionHandler((e, line, parsed) -> say(sentence(e), CANNOT_START));
  }

  /** Runs a node until it is told to stop or fails. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the program; executing it returns its exit code. */
  static CommandLine commandLine() {
    return new KvServer().commandLine;
  }

  private int say(String sentence, int exitCode) {
    PrintWriter err = commandLine.getErr();
    err.println("kv-server: " + String.join(" ", sentence.lines().toList()));
    err.flush();
    return exitCode;
  }

  private static String sentence(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  @Override
  public Integer call() throws IOException {
    try (RunningServer running = start()) {
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "kv-shutdown"));
      System.out.println("ready id=" + settings().id() + " port=" + running.port());
      String reason = running.failure().join();
      return say(reason, FAILED);
    }
  }

  private RunningServer start() throws IOException {
    return RunningServer.start(
        settings(),
        FileLog.in(options.data(), checked(options::log)),
        NettyTransport.create(),
        options.bind(),
        options.port());
  }

  private KvNode.Settings settings() {
    return checked(options::settings);
  }

  private <T> T checked(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, e.getMessage(), e);
    }
  }
}
