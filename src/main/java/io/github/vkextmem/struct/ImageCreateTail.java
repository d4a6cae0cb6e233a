package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.chain.StructureTypes;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Struct;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkImageCreateInfo;

/**
 * What stands behind a VkImageCreateInfo that the application fills itself.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageCreateInfo.html">
 *     VkImageCreateInfo</a>
 */
public final class ImageCreateTail extends PNextTail<VkImageCreateInfo> {

    private static final StructureTypes KNOWN =
            StructureTypes.of(List.of(ExternalMemoryImageCreateInfo.TYPE, ExternalMemoryImageCreateInfoNV.TYPE));

    private ImageCreateTail(@Nullable ImageCreateTail previous, Structure structure) {
        super(previous, structure);
    }

    /** {@return a tail of one structure} */
    public static ImageCreateTail of(ExtendsImageCreateInfo structure) {
        return new ImageCreateTail(null, structure);
    }

    /**
     * Reads what stands behind a struct.
     *
     * @param struct a struct whose chain holds valid structures
     * @param own types of structures that this library does not know, your own for instance
     * @return the values in order; what nobody knows is an {@code UnknownStructure}
     * @throws ValidUsageException if the chain points back at itself (VUID-VkImageCreateInfo-sType-unique)
     */
    public static List<Structure> read(VkImageCreateInfo struct, StructureType<?>... own) {
        return KNOWN.and(own).readBehind(struct);
    }

    /** {@return the types of the structures that extend VkImageCreateInfo and that {@link #read} knows} */
    public static List<StructureType<?>> known() {
        return KNOWN.all();
    }

    /**
     * Adds a structure.
     *
     * @param structure what extends VkImageCreateInfo
     * @return the longer tail; this one stays as it is
     * @throws ValidUsageException if the tail has one of its type and the registry allows one only
     *     (VUID-VkImageCreateInfo-sType-unique)
     */
    public ImageCreateTail with(ExtendsImageCreateInfo structure) {
        return new ImageCreateTail(this, structure);
    }

    @Override
    public <S extends Struct<S>> ImageCreateTail with(
            S struct, BiFunction<VkImageCreateInfo, S, VkImageCreateInfo> extending) {
        return new ImageCreateTail(this, KNOWN.copyOf(struct));
    }

    /**
     * Replaces structures, for a device that has others of the same meaning.
     *
     * @param replacement is called with each structure but copies of LWJGL structs; may return it as it is
     * @return the tail with the replacements in the same places
     * @throws ValidUsageException if a replacement makes two of a type (VUID-VkImageCreateInfo-sType-unique)
     */
    public ImageCreateTail map(UnaryOperator<ExtendsImageCreateInfo> replacement) {
        List<Structure> structures = structures();
        ImageCreateTail tail = new ImageCreateTail(null, replaced(structures.get(0), replacement));
        for (Structure structure : structures.subList(1, structures.size())) {
            tail = new ImageCreateTail(tail, replaced(structure, replacement));
        }
        return tail;
    }

    private static Structure replaced(Structure structure, UnaryOperator<ExtendsImageCreateInfo> replacement) {
        return structure instanceof ExtendsImageCreateInfo extending ? replacement.apply(extending) : structure;
    }

    @Override
    public String parentName() {
        return "VkImageCreateInfo";
    }

    @Override
    protected int parentSType() {
        return VK10.VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO;
    }

    @Override
    protected void checkParent(VkImageCreateInfo parent, List<Integer> present, Findings findings) {
        boolean core = present.contains(ExternalMemoryImageCreateInfo.TYPE.sType());
        boolean nv = present.contains(ExternalMemoryImageCreateInfoNV.TYPE.sType());
        if (core && nv) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-00988",
                    "core and NV external memory structures behind one image",
                    "keep one family");
        }
        if (isExternal() && parent.initialLayout() != VK10.VK_IMAGE_LAYOUT_UNDEFINED) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-01443",
                    "an image for external memory has initialLayout " + parent.initialLayout(),
                    "use VK_IMAGE_LAYOUT_UNDEFINED");
        }
    }

    private boolean isExternal() {
        ExternalMemoryImageCreateInfo core = find(ExternalMemoryImageCreateInfo.class);
        ExternalMemoryImageCreateInfoNV nv = find(ExternalMemoryImageCreateInfoNV.class);
        return (core != null && !core.handleTypes().isEmpty())
                || (nv != null && !nv.handleTypes().isEmpty());
    }
}
