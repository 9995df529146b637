package oomlab.internal.child;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * The few functions of the C library that the child needs. Looked up one by one: binding an
 * interface costs more than the whole rest of the child's start.
 */
final class ChildLibC {
  /** From {@code asm-generic/mman-common.h}; the same on all architectures that Java 17 runs on. */
  static final int PROT_READ = 1;

  static final int PROT_WRITE = 2;
  static final int MAP_SHARED = 0x01;
  static final int MAP_PRIVATE = 0x02;
  static final int MAP_ANONYMOUS = 0x20;

  /** From {@code asm-generic/mman-common.h}. */
  static final int MAP_POPULATE = 0x8000;

  static final int MADV_HUGEPAGE = 14;

  /** Linux 5.14. */
  static final int MADV_POPULATE_WRITE = 23;

  /** From {@code asm-generic/errno-base.h}. */
  static final int ENOMEM = 12;

  static final int EINVAL = 22;

  /** From {@code asm-generic/fcntl.h}. */
  private static final int O_RDWR = 2;

  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;

  private static final NativeLibrary PROCESS = NativeLibrary.getProcess();
  private static final Function MMAP = PROCESS.getFunction("mmap");

  private ChildLibC() {}

  /** Returns the calling thread's {@code pthread_t}. */
  static long pthreadSelf() {
    return PROCESS.getFunction("pthread_self").invokeLong(new Object[0]);
  }

  /** Returns the size of a page in bytes. */
  static int getpagesize() {
    return call("getpagesize");
  }

  /** Maps memory and returns its address, or throws what the kernel refused. */
  static long mmap(long bytes, int flags, int fd) throws Refused {
    Object[] arguments = {
      Pointer.NULL, bytes, PROT_READ | PROT_WRITE, flags, fd, 0L,
    };
    long address = MMAP.invokeLong(arguments);
    if (address == -1) { // MAP_FAILED
      throw new Refused("mmap", bytes, Native.getLastError());
    }
    return address;
  }

  /** Gives a part of a mapping back. */
  static void munmap(long address, long bytes) throws Refused {
    if (bytes != 0) {
      check("munmap", bytes, call("munmap", new Pointer(address), bytes));
    }
  }

  /** Tells the kernel how a mapping will be used. */
  static void madvise(long address, long bytes, int advice) throws Refused {
    String name = advice == MADV_HUGEPAGE ? "madvise(MADV_HUGEPAGE)" : "madvise";
    name = advice == MADV_POPULATE_WRITE ? "madvise(MADV_POPULATE_WRITE)" : name;
    check(name, bytes, call("madvise", new Pointer(address), bytes, advice));
  }

  /** Populates a mapping and pins it. */
  static void mlock(long address, long bytes) throws Refused {
    check("mlock", bytes, call("mlock", new Pointer(address), bytes));
  }

  /** Opens a new file of {@code bytes} bytes without blocks, which has no name any more. */
  static int namelessFile(String path, long bytes) throws Refused {
    int fd = call("open", path, O_RDWR | O_CREAT | O_EXCL, 0600);
    check("open of " + path, bytes, fd);
    check("unlink of " + path, bytes, call("unlink", path));
    check("ftruncate", bytes, call("ftruncate", fd, bytes));
    return fd;
  }

  /** Returns the C library's words for an error. */
  static String strerror(int errno) {
    return PROCESS.getFunction("strerror").invokeString(new Object[] {errno}, false);
  }

  /** Views {@code bytes} bytes of memory at {@code address}. */
  static ByteBuffer view(long address, long bytes) {
    return new Pointer(address).getByteBuffer(0, bytes);
  }

  /** Fills memory with ones; a {@code memset(3)}. */
  static void fill(long address, long bytes) {
    new Pointer(address).setMemory(0, bytes, (byte) 1);
  }

  private static int call(String name, Object... arguments) {
    return PROCESS.getFunction(name).invokeInt(arguments);
  }

  private static void check(String what, long bytes, int result) throws Refused {
    if (result < 0) {
      throw new Refused(what, bytes, Native.getLastError());
    }
  }
}
