package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memCopy;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.recording.ChainReader;
import io.github.vkextmem.recording.Registry;
import io.github.vkextmem.recording.StructureLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lwjgl.system.MemoryStack;

/** A chain that the driver received and that the registry allows, byte for byte; its structures by name. */
final class ReceivedChain {

    private static final int P_NEXT = 8;

    private final Map<String, Long> addresses = new LinkedHashMap<>();
    private final String root;

    private ReceivedChain(String root) {
        this.root = root;
    }

    /** @throws AssertionError if the bytes are not what the registry says */
    static ReceivedChain read(long address, String root) {
        ChainReader.read(address, root);
        ReceivedChain chain = new ReceivedChain(root);
        for (long at = address; at != 0; at = memGetLong(at + P_NEXT)) {
            chain.addresses.put(Registry.ofSType(memGetInt(at)).name(), at);
        }
        return chain;
    }

    /** {@return whether something stands behind the structure at an address} */
    static boolean isChained(long address) {
        return memGetLong(address + P_NEXT) != 0;
    }

    boolean has(String structure) {
        return addresses.containsKey(structure);
    }

    Set<String> structures() {
        return addresses.keySet();
    }

    /** {@return where a member stands} */
    long address(String structure, String member) {
        return address(addresses, structure, member);
    }

    private static long address(Map<String, Long> addresses, String structure, String member) {
        return addresses.get(structure) + Registry.structure(structure).offset(member);
    }

    /** {@return a member of 4 bytes; 0 if there is no such structure} */
    int getInt(String structure, String member) {
        return has(structure) ? memGetInt(address(structure, member)) : 0;
    }

    /** {@return a member of 8 bytes; 0 if there is no such structure} */
    long getLong(String structure, String member) {
        return has(structure) ? memGetLong(address(structure, member)) : 0;
    }

    /** A copy of the chain for the real driver, without some structures. */
    final class Copy {

        private final Map<String, Long> copies = new LinkedHashMap<>();
        private long last;

        Copy(MemoryStack stack, Set<String> without) {
            addresses.forEach((name, address) -> {
                if (!without.contains(name)) {
                    StructureLayout layout = Registry.structure(name);
                    long copy = stack.nmalloc(8, layout.size());
                    memCopy(address, copy, layout.size());
                    append(copy);
                    copies.put(name, copy);
                }
            });
        }

        /** Puts one more structure at the end. */
        void append(long structure) {
            memPutLong(structure + P_NEXT, 0);
            if (last != 0) {
                memPutLong(last + P_NEXT, structure);
            }
            last = structure;
        }

        /** {@return where a member stands in the copy} */
        long at(String structure, String member) {
            return ReceivedChain.address(copies, structure, member);
        }

        /** {@return the first structure} */
        long address() {
            return copies.get(root);
        }
    }
}
