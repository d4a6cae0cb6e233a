package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Walks a chain in native memory, which may be anything a program can build. */
final class NativeChain {

    private NativeChain() {}

    /** {@return the sTypes of what stands behind a parent} */
    static List<Integer> sTypes(long parent, String parentName) {
        List<Integer> sTypes = new ArrayList<>();
        walk(parent, parentName, address -> sTypes.add(StructBytes.sType(address)));
        return sTypes;
    }

    /** Visits what stands behind a parent. */
    static void walk(long parent, String parentName, LongConsumer visitor) {
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
            visitor.accept(address);
        }
    }
}
