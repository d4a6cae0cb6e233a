package io.github.vkextmem.demo;

import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import org.lwjgl.vulkan.VK10;

/** What a device can export and import, as a table. */
final class CapabilityTable {

    private static final ImageFormatInfo TEXTURE = new ImageFormatInfo(
            VK10.VK_FORMAT_R8G8B8A8_UNORM,
            VK10.VK_IMAGE_TYPE_2D,
            VK10.VK_IMAGE_TILING_OPTIMAL,
            VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK10.VK_IMAGE_USAGE_SAMPLED_BIT,
            0);

    private CapabilityTable() {}

    static String of(ExternalMemory external) {
        StringBuilder table = new StringBuilder("%-34s %-32s %s%n".formatted("handle type", "buffers", "images"));
        for (ExternalMemoryHandleType type : ExternalMemoryHandleType.values()) {
            String buffers = words(external.bufferProperties(type, VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT));
            String images = words(external.imageProperties(type, TEXTURE));
            if (!buffers.equals("-") || !images.equals("-")) {
                table.append("%-34s %-32s %s%n".formatted(type, buffers, images));
            }
        }
        return table.toString();
    }

    private static String words(ExternalMemoryProperties properties) {
        if (properties.externalMemoryFeatures().isEmpty()) {
            return "-";
        }
        return (properties.isExportable() ? "export " : "")
                + (properties.isImportable() ? "import " : "")
                + (properties.isDedicatedOnly() ? "(dedicated only)" : "");
    }
}
