package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.chain.StructureTypes;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Struct;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;

/**
 * What stands behind a VkBufferCreateInfo that the application fills itself.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBufferCreateInfo.html">
 *     VkBufferCreateInfo</a>
 */
public final class BufferCreateTail extends PNextTail<VkBufferCreateInfo> {

    private static final StructureTypes KNOWN = StructureTypes.of(List.of(ExternalMemoryBufferCreateInfo.TYPE));

    private BufferCreateTail(@Nullable BufferCreateTail previous, Structure structure) {
        super(previous, structure);
    }

    /** {@return a tail of one structure} */
    public static BufferCreateTail of(ExtendsBufferCreateInfo structure) {
        return new BufferCreateTail(null, structure);
    }

    /**
     * Reads what stands behind a struct.
     *
     * @param struct a struct whose chain holds valid structures
     * @param own types of structures that this library does not know, your own for instance
     * @return the values in order; what nobody knows is an {@code UnknownStructure}
     * @throws ValidUsageException if the chain points back at itself (VUID-VkBufferCreateInfo-sType-unique)
     */
    public static List<Structure> read(VkBufferCreateInfo struct, StructureType<?>... own) {
        return KNOWN.and(own).readBehind(struct);
    }

    /** {@return the types of the structures that extend VkBufferCreateInfo and that {@link #read} knows} */
    public static List<StructureType<?>> known() {
        return KNOWN.all();
    }

    /**
     * Adds a structure.
     *
     * @param structure what extends VkBufferCreateInfo
     * @return the longer tail; this one stays as it is
     * @throws ValidUsageException if the tail has one of its type and the registry allows one only
     *     (VUID-VkBufferCreateInfo-sType-unique)
     */
    public BufferCreateTail with(ExtendsBufferCreateInfo structure) {
        return new BufferCreateTail(this, structure);
    }

    @Override
    public <S extends Struct<S>> BufferCreateTail with(
            S struct, BiFunction<VkBufferCreateInfo, S, VkBufferCreateInfo> extending) {
        return new BufferCreateTail(this, KNOWN.copyOf(struct));
    }

    @Override
    public String parentName() {
        return "VkBufferCreateInfo";
    }

    @Override
    protected int parentSType() {
        return VK10.VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
    }

    /**
     * VkBufferCreateInfo has no rule of its own that its values and its chain could break:
     * VUID-VkBufferCreateInfo-pNext-00920 needs the device's capabilities.
     */
    @Override
    protected void checkParent(VkBufferCreateInfo parent, List<Integer> present, Findings findings) {}
}
