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
        // Brent's way to find a circle: one who stands still, farther and farther out, meets whoever goes round.
        long standing = parent;
        int steps = 0;
        int next = 1;
        for (long address = StructBytes.pNext(parent); address != 0; address = StructBytes.pNext(address)) {
            if (address == standing) {
                throw pointsBack(parent, parentName);
            }
            if (wanted.test(address)) {
                return address;
            }
            if (++steps == next) {
                standing = address;
                next *= 2;
            }
        }
        return 0;
    }

    private static ValidUsageException pointsBack(long parent, String parentName) {
        Set<Long> seen = new HashSet<>();
        long address = parent;
        while (seen.add(address)) {
            address = StructBytes.pNext(address);
        }
        return new ValidUsageException(
                "VUID-" + parentName + "-sType-unique",
                "the pNext chain points back at itself: after " + seen.size() + " structures it returns to the one"
                        + " with sType " + StructBytes.sType(address) + " at 0x" + Long.toHexString(address),
                "link every structure once; a driver would never return from this chain");
    }
}
