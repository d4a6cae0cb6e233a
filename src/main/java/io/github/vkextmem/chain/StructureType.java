package io.github.vkextmem.chain;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is true of every instance of a Vulkan structure: its name, its {@code sType}, its size, where it comes from.
 *
 * <p>Immutable; any thread may use it.
 *
 * @param <V> the value that stands for the structure
 */
public final class StructureType<V extends Structure> {

    private final String name;
    private final int sType;
    private final int sizeof;
    private final LongFunction<V> reader;
    private final @Nullable String extension;
    private final int coreSince;
    private final boolean duplicable;

    private StructureType(
            String name,
            int sType,
            int sizeof,
            LongFunction<V> reader,
            @Nullable String extension,
            int coreSince,
            boolean duplicable) {
        if (sizeof < 16 || sizeof % 8 != 0) {
            throw new IllegalArgumentException(
                    name + ": sizeof must be a multiple of 8 that holds sType and pNext: " + sizeof);
        }
        this.name = name;
        this.sType = sType;
        this.sizeof = sizeof;
        this.reader = reader;
        this.extension = extension;
        this.coreSince = coreSince;
        this.duplicable = duplicable;
    }

    /**
     * Describes a structure that stands in a pNext chain at most once and needs no extension.
     *
     * @param name the structure's name in the specification, as {@code VkExportMemoryAllocateInfo}
     * @param sType its {@code VkStructureType}
     * @param sizeof its size in bytes, a multiple of 8
     * @param reader makes a value of the structure at an address; must not keep the address
     * @param <V> the value that stands for the structure
     * @return the description
     * @throws IllegalArgumentException if {@code sizeof} is not the size of a structure with {@code pNext}
     */
    public static <V extends Structure> StructureType<V> of(
            String name, int sType, int sizeof, LongFunction<V> reader) {
        return new StructureType<>(name, sType, sizeof, reader, null, 0, false);
    }

    /** {@return the same, for a structure that only exists where {@code extension} is enabled} */
    public StructureType<V> from(String extension) {
        return new StructureType<>(name, sType, sizeof, reader, extension, 0, duplicable);
    }

    /**
     * Says where the structure comes from.
     *
     * @param extension the extension, of the device or of the instance, that defined it
     * @param coreSince the Vulkan version that took it in, as {@code VK_API_VERSION_1_1}
     * @return the same, for a structure that exists where either is there
     */
    public StructureType<V> from(String extension, int coreSince) {
        return new StructureType<>(name, sType, sizeof, reader, extension, coreSince, duplicable);
    }

    /** {@return the same, for a structure that the registry allows more than once in a chain} */
    public StructureType<V> allowingDuplicates() {
        return new StructureType<>(name, sType, sizeof, reader, extension, coreSince, true);
    }

    /** {@return the structure's name in the specification} */
    public String name() {
        return name;
    }

    /** {@return the structure's {@code VkStructureType}} */
    public int sType() {
        return sType;
    }

    /** {@return the structure's size in bytes, without what it points to} */
    public int sizeof() {
        return sizeof;
    }

    /** {@return the extension, of the device or of the instance, that defines the structure; null: core since Vulkan 1.0, or unknown} */
    public @Nullable String extension() {
        return extension;
    }

    /** {@return the Vulkan version that took the structure in; 0: none} */
    public int coreSince() {
        return coreSince;
    }

    /** {@return whether a chain may hold the structure more than once} */
    public boolean allowsDuplicates() {
        return duplicable;
    }

    /**
     * Reads a structure into a value.
     *
     * @param address where a structure of this type lies, with its {@code sType} set
     * @return a value that does not depend on that memory any more
     */
    public V read(long address) {
        return reader.apply(address);
    }

    /** {@return the structure's name} */
    @Override
    public String toString() {
        return name;
    }
}
