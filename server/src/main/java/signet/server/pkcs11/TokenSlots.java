package signet.server.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the slot of a token by the token's label, which the JDK's provider cannot: numbers of slots
 * may change with each start of the library, labels do not.
 *
 * <p>Asks the library itself (PKCS#11 2.40 §5.5), which the provider must have initialized.
 */
@SuppressWarnings("restricted") // Native code is what it is about.
final class TokenSlots {
  // CK_FUNCTION_LIST: a version of two bytes, then pointers in the order of the specification.
  private static final int GET_SLOT_LIST = 4;
  private static final int GET_TOKEN_INFO = 6;
  private static final int FUNCTIONS = 8;
  private static final AddressLayout FUNCTION_LIST =
      ADDRESS.withTargetLayout(
          MemoryLayout.structLayout(
              MemoryLayout.paddingLayout(ADDRESS.byteSize()),
              MemoryLayout.sequenceLayout(FUNCTIONS, ADDRESS)));

  // CK_TOKEN_INFO begins with the label, 32 bytes filled up with blanks; 208 bytes in all.
  private static final int LABEL_BYTES = 32;
  private static final int TOKEN_INFO_BYTES = 512;
  private static final int MAX_SLOTS = 1024;

  private final MethodHandle getSlotList;
  private final MethodHandle getTokenInfo;

  private TokenSlots(MethodHandle getSlotList, MethodHandle getTokenInfo) {
    this.getSlotList = getSlotList;
    this.getTokenInfo = getTokenInfo;
  }

  /**
   * The slot of the token of that label.
   *
   * @throws IllegalStateException if the library does not answer, or two tokens have the label
   */
  static OptionalLong find(Path library, String label) {
    try (Arena arena = Arena.ofConfined()) {
      TokenSlots slots = of(SymbolLookup.libraryLookup(library, arena), arena);
      List<Long> found = new ArrayList<>();
      for (long slot : slots.list(arena)) {
        if (slots.label(slot, arena).equals(label)) {
          found.add(slot);
        }
      }
      if (found.size() > 1) {
        throw new IllegalStateException("two tokens have the label");
      }
      return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getFirst());
    }
  }

  private static TokenSlots of(SymbolLookup library, Arena arena) {
    Linker linker = Linker.nativeLinker();
    MemorySegment pointer = arena.allocate(FUNCTION_LIST);
    MethodHandle getFunctionList =
        linker.downcallHandle(
            library
                .find("C_GetFunctionList")
                .orElseThrow(() -> new IllegalStateException("not a PKCS#11 library")),
            FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    require((long) call(getFunctionList, pointer));
    MemorySegment functions = pointer.get(FUNCTION_LIST, 0);
    return new TokenSlots(
        linker.downcallHandle(
            function(functions, GET_SLOT_LIST),
            FunctionDescriptor.of(JAVA_LONG, JAVA_BYTE, ADDRESS, ADDRESS)),
        linker.downcallHandle(
            function(functions, GET_TOKEN_INFO),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS)));
  }

  private static MemorySegment function(MemorySegment functions, int index) {
    return functions.get(ADDRESS, ADDRESS.byteSize() * (1 + index));
  }

  private long[] list(Arena arena) {
    byte withToken = 1;
    MemorySegment count = arena.allocate(JAVA_LONG);
    count.set(JAVA_LONG, 0, MAX_SLOTS);
    MemorySegment slots = arena.allocate(JAVA_LONG, MAX_SLOTS);
    require((long) call(getSlotList, withToken, slots, count));
    return slots.asSlice(0, count.get(JAVA_LONG, 0) * Long.BYTES).toArray(JAVA_LONG);
  }

  private String label(long slot, Arena arena) {
    MemorySegment info = arena.allocate(TOKEN_INFO_BYTES);
    require((long) call(getTokenInfo, slot, info));
    byte[] label = info.asSlice(0, LABEL_BYTES).toArray(JAVA_BYTE);
    return new String(label, StandardCharsets.UTF_8).stripTrailing();
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a PKCS#11 library cannot be called", e);
    }
  }

  /** CKR_OK is 0. */
  private static void require(long result) {
    if (result != 0) {
      throw new IllegalStateException("the PKCS#11 library answers 0x" + Long.toHexString(result));
    }
  }
}
