package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memGetByte;
import static org.lwjgl.system.MemoryUtil.memGetFloat;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a driver receives, and accepts no more than the registry says: a structure that may not stand where it
 * stands, a second one, or a padding byte that nobody wrote is an AssertionError.
 */
public final class ChainReader {

    private static final int S_TYPE = 0;
    private static final int P_NEXT = 8;

    private ChainReader() {}

    /** {@return the structure at an address, and what stands behind it} */
    public static List<RecordedStructure> read(long address, String root) {
        StructureLayout layout = Registry.structure(root);
        requireAddress(address, layout);
        if (!layout.hasChain()) {
            return List.of(structure(address, layout));
        }
        if (memGetInt(address + S_TYPE) != layout.sType()) {
            throw new AssertionError("expected a " + root + ", got sType " + memGetInt(address + S_TYPE));
        }
        List<RecordedStructure> chain = new ArrayList<>();
        chain.add(structure(address, layout));
        Set<Integer> seen = new HashSet<>();
        Set<Long> addresses = new HashSet<>(Set.of(address));
        for (long next = memGetLong(address + P_NEXT); next != 0; next = memGetLong(next + P_NEXT)) {
            if (!addresses.add(next)) {
                throw new AssertionError("the chain of " + root + " points back at itself after " + names(chain));
            }
            StructureLayout extending = extending(next, layout, chain);
            if (!seen.add(extending.sType()) && !extending.allowsDuplicates()) {
                throw new AssertionError("a second " + extending.name() + " behind " + names(chain));
            }
            chain.add(structure(next, extending));
        }
        return List.copyOf(chain);
    }

    private static StructureLayout extending(long address, StructureLayout root, List<RecordedStructure> chain) {
        StructureLayout layout;
        try {
            layout = Registry.ofSType(memGetInt(address + S_TYPE));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it stands behind " + names(chain), e);
        }
        if (!layout.extended().contains(root.name())) {
            throw new AssertionError(layout.name() + " may not extend " + root.name() + ", only " + layout.extended());
        }
        requireAddress(address, layout);
        return layout;
    }

    private static void requireAddress(long address, StructureLayout layout) {
        if (address == 0 || address % layout.alignment() != 0) {
            throw new AssertionError("no " + layout.name() + " can begin at 0x" + Long.toHexString(address));
        }
    }

    private static List<String> names(List<RecordedStructure> chain) {
        return chain.stream().map(RecordedStructure::name).toList();
    }

    private static RecordedStructure structure(long address, StructureLayout layout) {
        Map<String, Object> members = new LinkedHashMap<>();
        int end = 0;
        for (StructureLayout.Member member : layout.members()) {
            requirePadding(address, end, member.offset(), layout);
            end = member.offset() + member.size();
            if (!(layout.hasChain()
                    && (member.name().equals("sType") || member.name().equals("pNext")))) {
                members.put(
                        member.name(),
                        member.array() == null
                                ? value(address + member.offset(), member)
                                : array(
                                        memGetLong(address + member.offset()),
                                        memGetInt(address + member.array().countOffset()),
                                        member.array()));
            }
        }
        requirePadding(address, end, layout.size(), layout);
        return new RecordedStructure(layout.name(), members);
    }

    private static void requirePadding(long address, int from, int to, StructureLayout layout) {
        for (int offset = from; offset < to; offset++) {
            if (memGetByte(address + offset) != 0) {
                throw new AssertionError("padding byte " + offset + " of " + layout.name() + " was not written");
            }
        }
    }

    /** {@return the elements; null for NULL where there are some} */
    private static List<Object> array(long address, int count, StructureLayout.Array array) {
        if (count != 0 && address == 0) {
            return null;
        }
        int size = count == 0 ? 0 : array.nested() != null ? array.nested().size() : CType.size(array.element());
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = address + (long) i * size;
            if (array.nested() != null) {
                elements.add(structure(at, array.nested()));
            } else {
                elements.add(size == 4 ? (Object) memGetInt(at) : (Object) memGetLong(at));
            }
        }
        return elements;
    }

    private static Object value(long address, StructureLayout.Member member) {
        if (member.nested() != null) {
            return structure(address, member.nested());
        }
        if (CType.isArray(member.type())) {
            return WindowsTypes.hex(address, member.size());
        }
        return switch (member.type()) {
            case "const SECURITY_ATTRIBUTES*" -> WindowsTypes.securityAttributes(memGetLong(address));
            case "LPCWSTR" -> WindowsTypes.wideString(memGetLong(address));
            case "VkBool32" -> WindowsTypes.bool(address);
            case "float" -> memGetFloat(address);
            default -> member.size() == 4 ? (Object) memGetInt(address) : (Object) memGetLong(address);
        };
    }
}
