package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;

/** The rules of VkBufferCreateInfo that its values and its chain can break. */
final class BufferCreateInfoRules {

    private static final int SPARSE = VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT
            | VK10.VK_BUFFER_CREATE_SPARSE_RESIDENCY_BIT
            | VK10.VK_BUFFER_CREATE_SPARSE_ALIASED_BIT;

    private BufferCreateInfoRules() {}

    /** VUID-VkBufferCreateInfo-pNext-01571: what is sparse has many memories. -00920 needs what the device can do. */
    static void check(VkBufferCreateInfo info, PNextList<?> chain, Findings findings) {
        DedicatedAllocationBufferCreateInfoNV dedicated = chain.find(DedicatedAllocationBufferCreateInfoNV.class);
        if (dedicated != null && dedicated.dedicatedAllocation() && (info.flags() & SPARSE) != 0) {
            findings.add(
                    "VUID-VkBufferCreateInfo-pNext-01571",
                    "a buffer with flags 0x" + Integer.toHexString(info.flags()) + " is to have memory of its own",
                    "leave DedicatedAllocationBufferCreateInfoNV or the sparse flags out",
                    dedicated::equals);
        }
    }
}
