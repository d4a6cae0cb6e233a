package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.PNextChain;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.chain.StructureTypes;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.lwjgl.system.Struct;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/**
 * A {@link MemoryAllocateInfo} with its chain: what vkAllocateMemory is asked for.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateInfo.html">
 *     VkMemoryAllocateInfo</a>
 */
public final class MemoryAllocateChain extends PNextChain<VkMemoryAllocateInfo> {

    private static final StructureTypes KNOWN = StructureTypes.of(List.of(
            ExportMemoryAllocateInfo.TYPE,
            ExportMemoryAllocateInfoNV.TYPE,
            ExportMemoryWin32HandleInfoKHR.TYPE,
            ExportMemoryWin32HandleInfoNV.TYPE,
            ExportMetalObjectCreateInfoEXT.TYPE,
            ImportMemoryFdInfoKHR.TYPE,
            ImportMemoryHostPointerInfoEXT.TYPE,
            ImportMemoryMetalHandleInfoEXT.TYPE,
            ImportMemoryWin32HandleInfoKHR.TYPE,
            ImportMemoryWin32HandleInfoNV.TYPE,
            ImportMetalBufferInfoEXT.TYPE,
            DedicatedAllocationMemoryAllocateInfoNV.TYPE,
            MemoryAllocateFlagsInfo.TYPE,
            MemoryDedicatedAllocateInfo.TYPE,
            MemoryOpaqueCaptureAddressAllocateInfo.TYPE,
            MemoryPriorityAllocateInfoEXT.TYPE));

    MemoryAllocateChain(MemoryAllocateInfo allocateInfo) {
        super(null, allocateInfo);
    }

    private MemoryAllocateChain(MemoryAllocateChain previous, Structure structure) {
        super(previous, structure);
    }

    /**
     * Reads a native chain.
     *
     * @param struct a struct whose chain holds valid structures
     * @param own types of structures that this library does not know, your own for instance
     * @return the values; what nobody knows is an {@code UnknownStructure}, and the chain then cannot be marshalled
     * @throws ValidUsageException if the chain points back at itself or holds a structure twice
     *     (VUID-VkMemoryAllocateInfo-sType-unique)
     */
    public static MemoryAllocateChain read(VkMemoryAllocateInfo struct, StructureType<?>... own) {
        MemoryAllocateChain chain = MemoryAllocateInfo.read(struct).chain();
        for (Structure structure : KNOWN.and(own).readBehind(struct)) {
            chain = new MemoryAllocateChain(chain, structure);
        }
        return chain;
    }

    /** {@return the types of the structures that extend VkMemoryAllocateInfo and that {@link #read} knows} */
    public static List<StructureType<?>> known() {
        return KNOWN.all();
    }

    /**
     * Adds a structure.
     *
     * @param structure what extends VkMemoryAllocateInfo
     * @return the longer chain; this one stays as it is
     * @throws ValidUsageException if the chain has one of its type and the registry allows one only
     *     (VUID-VkMemoryAllocateInfo-sType-unique)
     */
    public MemoryAllocateChain with(ExtendsMemoryAllocateInfo structure) {
        return new MemoryAllocateChain(this, structure);
    }

    @Override
    public <S extends Struct<S>> MemoryAllocateChain with(
            S struct, BiFunction<VkMemoryAllocateInfo, S, VkMemoryAllocateInfo> extending) {
        return new MemoryAllocateChain(this, KNOWN.copyOf(struct));
    }

    /**
     * Replaces structures, for a device that has others of the same meaning.
     *
     * @param replacement is called with each structure behind the first but copies of LWJGL structs; may return it as it is
     * @return the chain with the replacements in the same places
     * @throws ValidUsageException if a replacement makes two of a type (VUID-VkMemoryAllocateInfo-sType-unique)
     */
    public MemoryAllocateChain map(UnaryOperator<ExtendsMemoryAllocateInfo> replacement) {
        MemoryAllocateChain chain = allocateInfo().chain();
        for (Structure structure : structures().subList(1, structures().size())) {
            chain = new MemoryAllocateChain(chain, replaced(structure, replacement));
        }
        return chain;
    }

    private static Structure replaced(Structure structure, UnaryOperator<ExtendsMemoryAllocateInfo> replacement) {
        return structure instanceof ExtendsMemoryAllocateInfo extending ? replacement.apply(extending) : structure;
    }

    /** {@return the first structure} */
    public MemoryAllocateInfo allocateInfo() {
        return Objects.requireNonNull(find(MemoryAllocateInfo.class));
    }

    @Override
    public String parentName() {
        return MemoryAllocateInfo.TYPE.name();
    }

    @Override
    protected VkMemoryAllocateInfo wrap(long address) {
        return VkMemoryAllocateInfo.create(address);
    }
}
