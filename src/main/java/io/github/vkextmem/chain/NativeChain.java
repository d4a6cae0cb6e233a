package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;

/** Walks a chain in native memory, which may be anything a program can build. */
final class NativeChain {

    private NativeChain() {}

    /** @throws ValidUsageException if what stands behind a parent points back at itself */
    static void requireEnd(long parent, String parentName) {
        find(parent, parentName, address -> false);
    }

    /** {@return the address of the first structure of a type behind a parent; 0: there is none} */
    static long find(long parent, String parentName, int sType) {
        return find(parent, parentName, address -> StructBytes.sType(address) == sType);
    }

    /** {@return the address of the first structure behind a parent that is wanted; 0: there is none} */
    static long find(long parent, String parentName, LongPredicate wanted) {
        if (StructBytes.pNext(parent) == 0) {
            return 0;
        }
        Set<Long> seen = new HashSet<>();
        seen.add(parent);
        for (long address = StructBytes.pNext(parent); address != 0; address = StructBytes.pNext(address)) {
            if (!seen.add(address)) {
                throw new ValidUsageException(
                        "VUID-" + parentName + "-sType-unique",
                        "the pNext chain points back at itself: after " + seen.size()
                                + " structures it returns to the one" + " with sType " + StructBytes.sType(address)
                                + " at 0x" + Long.toHexString(address),
                        "link every structure once; a driver would never return from this chain");
            }
            if (wanted.test(address)) {
                return address;
            }
        }
        return 0;
    }
}
