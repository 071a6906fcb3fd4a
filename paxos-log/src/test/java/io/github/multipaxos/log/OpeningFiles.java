package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Directories in which something happens whenever a file is opened. */
final class OpeningFiles {

  private OpeningFiles() {}

  /** Runs the first of {@code before}, which may change, before each opening. */
  static StorageDirectory before(SimulatedDirectory files, Runnable[] before) {
    return watched(files, before, new Runnable[] {() -> {}});
  }

  /** Runs the first of {@code after}, which may change, after each opening. */
  static StorageDirectory after(SimulatedDirectory files, Runnable[] after) {
    return watched(files, new Runnable[] {() -> {}}, after);
  }

  private static StorageDirectory watched(
      SimulatedDirectory files, Runnable[] before, Runnable[] after) {
    return (StorageDirectory)
        Proxy.newProxyInstance(
            OpeningFiles.class.getClassLoader(),
            new Class<?>[] {StorageDirectory.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("openFile")) {
                return invoke(method, files, arguments);
              }
              before[0].run();
              Object opened = invoke(method, files, arguments);
              after[0].run();
              return opened;
            });
  }

  private static Object invoke(Method method, SimulatedDirectory files, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(files, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
