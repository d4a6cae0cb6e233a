package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_BUFFER;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_COMMAND_QUEUE;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_DEVICE;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_IOSURFACE;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_SHARED_EVENT;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_TEXTURE;

import io.github.vkextmem.chain.Findings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which kinds of Metal objects may be exported from what, one statement for each parent. */
final class ExportMetalObjectRules {

    private ExportMetalObjectRules() {}

    static void check(@Nullable ExportMetalObjectTypeEXT type, String parent, Findings findings) {
        switch (parent) {
            case "VkInstanceCreateInfo" ->
                require("VUID-VkInstanceCreateInfo-pNext-06779", type, findings, METAL_DEVICE, METAL_COMMAND_QUEUE);
            case "VkMemoryAllocateInfo" ->
                require("VUID-VkMemoryAllocateInfo-pNext-06780", type, findings, METAL_BUFFER);
            case "VkBufferViewCreateInfo" ->
                require("VUID-VkBufferViewCreateInfo-pNext-06782", type, findings, METAL_TEXTURE);
            case "VkImageCreateInfo" ->
                require("VUID-VkImageCreateInfo-pNext-06783", type, findings, METAL_TEXTURE, METAL_IOSURFACE);
            case "VkImageViewCreateInfo" ->
                require("VUID-VkImageViewCreateInfo-pNext-06787", type, findings, METAL_TEXTURE);
            case "VkSemaphoreCreateInfo" ->
                require("VUID-VkSemaphoreCreateInfo-pNext-06789", type, findings, METAL_SHARED_EVENT);
            case "VkEventCreateInfo" ->
                require("VUID-VkEventCreateInfo-pNext-06790", type, findings, METAL_SHARED_EVENT);
            default -> {
                // No other parent lets it stand in its chain.
            }
        }
    }

    private static void require(
            String vuid,
            @Nullable ExportMetalObjectTypeEXT type,
            Findings findings,
            ExportMetalObjectTypeEXT... legal) {
        List<ExportMetalObjectTypeEXT> right = List.of(legal);
        if (type == null || !right.contains(type)) {
            findings.add(
                    vuid,
                    "exportObjectType is " + (type == null ? "0" : type),
                    "use one of " + right,
                    structure -> structure instanceof ExportMetalObjectCreateInfoEXT object
                            && object.exportObjectType() == type);
        }
    }
}
