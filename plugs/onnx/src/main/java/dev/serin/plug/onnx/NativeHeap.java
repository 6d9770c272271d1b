package dev.serin.plug.onnx;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Tells the C library, while a session is made, to take memory for large arrays from the system
 * each by itself: what a session frees, with its weights at the end, then goes back at once. Left
 * to itself glibc keeps such memory for later, several times the size of a model. Afterwards it may
 * reuse memory again, since runs allocate and free large tensors all the time. Does nothing where
 * the C library is another one.
 */
final class NativeHeap implements AutoCloseable {
  private static final int MMAP_THRESHOLD = -3; // M_MMAP_THRESHOLD of malloc.h
  private static final int OPENING = 1 << 18;
  private static final int RUNNING = 32 << 20; // the most that glibc takes
  private static final Optional<MethodHandle> MALLOPT =
      function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final Optional<MethodHandle> TRIM = function("malloc_trim", ValueLayout.JAVA_LONG);

  private NativeHeap() {
    set(OPENING);
  }

  /** From now on until it is closed. */
  static NativeHeap opening() {
    return new NativeHeap();
  }

  @SuppressWarnings("restricted") // the engine itself needs native access
  private static Optional<MethodHandle> function(String name, MemoryLayout... takes) {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, takes);
    return linker.defaultLookup().find(name).map(at -> linker.downcallHandle(at, type));
  }

  private static void set(int threshold) {
    MALLOPT.ifPresent(
        mallopt -> {
          try {
            int _ = (int) mallopt.invokeExact(MMAP_THRESHOLD, threshold);
          } catch (Throwable impossible) { // what a method handle declares
            throw new IllegalStateException("mallopt takes two numbers", impossible);
          }
        });
  }

  /** Gives back what was freed in smaller pieces. */
  static void trim() {
    TRIM.ifPresent(
        trim -> {
          try {
            int _ = (int) trim.invokeExact(0L);
          } catch (Throwable impossible) { // what a method handle declares
            throw new IllegalStateException("malloc_trim takes a number", impossible);
          }
        });
  }

  @Override
  public void close() {
    set(RUNNING);
  }
}
