package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTMetalObjects;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkImportMetalTextureInfoEXT;

/**
 * An image on an existing Metal texture; a chain may hold one for each plane of the image.
 *
 * <p>The structure holds the pointer and does not own it.
 *
 * @param plane the plane of the image that the texture is: VK_IMAGE_ASPECT_PLANE_0_BIT, _1_BIT or _2_BIT
 * @param mtlTexture an {@code id<MTLTexture>}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMetalTextureInfoEXT.html">
 *     VkImportMetalTextureInfoEXT</a>
 */
public record ImportMetalTextureInfoEXT(int plane, long mtlTexture) implements ExtendsImageCreateInfo {

    /** What is true of every VkImportMetalTextureInfoEXT. */
    public static final StructureType<ImportMetalTextureInfoEXT> TYPE = StructureType.of(
                    "VkImportMetalTextureInfoEXT",
                    EXTMetalObjects.VK_STRUCTURE_TYPE_IMPORT_METAL_TEXTURE_INFO_EXT,
                    VkImportMetalTextureInfoEXT.SIZEOF,
                    ImportMetalTextureInfoEXT::read)
            .from("VK_EXT_metal_objects")
            .allowingDuplicates();

    /**
     * @throws ValidUsageException if {@code plane} is none of the three (VUID-VkImageCreateInfo-pNext-06784)
     */
    public ImportMetalTextureInfoEXT {
        if (plane != VK11.VK_IMAGE_ASPECT_PLANE_0_BIT
                && plane != VK11.VK_IMAGE_ASPECT_PLANE_1_BIT
                && plane != VK11.VK_IMAGE_ASPECT_PLANE_2_BIT) {
            throw new ValidUsageException(
                    "VUID-VkImageCreateInfo-pNext-06784",
                    "plane is 0x" + Integer.toHexString(plane),
                    "use VK_IMAGE_ASPECT_PLANE_0_BIT, VK_IMAGE_ASPECT_PLANE_1_BIT or VK_IMAGE_ASPECT_PLANE_2_BIT");
        }
    }

    /** {@return the structure for a plane and a texture} */
    public static ImportMetalTextureInfoEXT of(int plane, long mtlTexture) {
        return new ImportMetalTextureInfoEXT(plane, mtlTexture);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMetalTextureInfoEXT read(VkImportMetalTextureInfoEXT struct) {
        return read(struct.address());
    }

    private static ImportMetalTextureInfoEXT read(long address) {
        return new ImportMetalTextureInfoEXT(
                VkImportMetalTextureInfoEXT.nplane(address), VkImportMetalTextureInfoEXT.nmtlTexture(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkImportMetalTextureInfoEXT marshal(MemoryStack stack) {
        return VkImportMetalTextureInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ImportMetalTextureInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkImportMetalTextureInfoEXT.PLANE, plane);
        memPutLong(address + VkImportMetalTextureInfoEXT.MTLTEXTURE, mtlTexture);
    }

    /** {@return the members in hexadecimal} */
    @Override
    public String toString() {
        return "ImportMetalTextureInfoEXT[plane=0x" + Integer.toHexString(plane) + ", mtlTexture=0x"
                + Long.toHexString(mtlTexture) + "]";
    }
}
