package io.github.vkextmem.memory;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lwjgl.vulkan.VK11;

/** Chooses among a device's memory types. */
final class MemoryTypes {

    private static final List<String> PROPERTIES =
            List.of("DEVICE_LOCAL", "HOST_VISIBLE", "HOST_COHERENT", "HOST_CACHED", "LAZILY_ALLOCATED", "PROTECTED");

    private static final int NONE = -1;

    private final PhysicalDeviceFacts facts;

    MemoryTypes(PhysicalDeviceFacts facts) {
        this.facts = facts;
    }

    /** {@return the indices in a mask of those with all of some properties, in the driver's order} */
    List<Integer> with(int memoryTypeBits, int propertyFlags) {
        return IntStream.range(0, facts.memoryTypeCount())
                .filter(index -> (memoryTypeBits & 1 << index) != 0)
                .filter(index -> (facts.propertyFlags(index) & propertyFlags) == propertyFlags)
                .boxed()
                .toList();
    }

    /**
     * Chooses a memory type. Among equals the driver's order is its order of preference; protected memory, which nothing
     * but protected queues reach, is taken only if it is asked for.
     *
     * @throws IllegalArgumentException if none has what is required; says what there is
     */
    int choose(int memoryTypeBits, int required, int preferred) {
        int chosen = NONE;
        int most = -1;
        for (int index = 0; index < facts.memoryTypeCount(); index++) {
            int flags = facts.propertyFlags(index);
            boolean possible = (memoryTypeBits & 1 << index) != 0
                    && (flags & required) == required
                    && isProtected(flags) == isProtected(required);
            int matches = Integer.bitCount(flags & preferred);
            if (possible && matches > most) {
                chosen = index;
                most = matches;
            }
        }
        if (chosen == NONE) {
            throw new IllegalArgumentException("no memory type with " + name(required)
                    + " is possible here; possible are " + describe(memoryTypeBits));
        }
        return chosen;
    }

    private static boolean isProtected(int propertyFlags) {
        return (propertyFlags & VK11.VK_MEMORY_PROPERTY_PROTECTED_BIT) != 0;
    }

    String describe(int memoryTypeBits) {
        return with(memoryTypeBits, 0).stream()
                .map(index -> index + " (" + name(facts.propertyFlags(index)) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String name(int propertyFlags) {
        return propertyFlags == 0
                ? "no properties"
                : IntStream.range(0, 32)
                        .filter(bit -> (propertyFlags & 1 << bit) != 0)
                        .mapToObj(bit ->
                                bit < PROPERTIES.size() ? PROPERTIES.get(bit) : "0x" + Integer.toHexString(1 << bit))
                        .collect(Collectors.joining(" | "));
    }
}
