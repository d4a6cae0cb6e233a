package io.github.vkextmem.memory;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lwjgl.vulkan.VK11;

/** Chooses among a device's memory types. */
final class MemoryTypes {

    private static final List<String> PROPERTIES =
            List.of("DEVICE_LOCAL", "HOST_VISIBLE", "HOST_COHERENT", "HOST_CACHED", "LAZILY_ALLOCATED", "PROTECTED");

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
        return with(memoryTypeBits, required).stream()
                .filter(index -> isProtected(facts.propertyFlags(index)) == isProtected(required))
                .max(Comparator.comparingInt(
                                (Integer index) -> Integer.bitCount(facts.propertyFlags(index) & preferred))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow(() -> new IllegalArgumentException("no memory type with " + name(required)
                        + " is possible here; possible are " + describe(memoryTypeBits)));
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
