package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.util.HashMap;
import java.util.Map;
import org.lwjgl.vulkan.VK10;

/** The buffers and images of a recording driver's device. */
final class ResourceObjects {

    /** What buffers and images take more than what they hold, so that nobody confuses the two. */
    private static final long EXTRA = 256;

    private static final class Resource {
        private final long size;
        private boolean bound;

        Resource(long size) {
            this.size = size;
        }
    }

    private final Map<Long, Resource> resources = new HashMap<>();
    private final Map<Long, Resource> announced = new HashMap<>();
    private long lastHandle = 0xB0FF_0000_0000_0000L;
    private int requiresDedicated;
    private int prefersDedicated;
    private int memoryTypeBits = 0b111;

    void needs(boolean requires, boolean prefers, int typeBits) {
        requiresDedicated = requires ? 1 : 0;
        prefersDedicated = prefers ? 1 : 0;
        memoryTypeBits = typeBits;
    }

    int createBuffer(RecordedCall call, long result) {
        return create(call.chain("pCreateInfo").get(0).getLong("size"), result);
    }

    /** Four bytes a texel. */
    int createImage(RecordedCall call, long result) {
        RecordedStructure extent = call.chain("pCreateInfo").get(0).getStructure("extent");
        return create(4L * extent.getInt("width") * extent.getInt("height") * extent.getInt("depth"), result);
    }

    private int create(long bytes, long result) {
        resources.put(++lastHandle, new Resource(bytes + EXTRA));
        memPutLong(result, lastHandle);
        return VK10.VK_SUCCESS;
    }

    void announce(long handle, long size) {
        announced.put(handle, new Resource(size));
    }

    int destroy(long handle) {
        if (handle != 0) {
            require(handle);
            resources.remove(handle);
        }
        return VK10.VK_SUCCESS;
    }

    int requirements(long handle, long requirements) {
        StructureLayout layout = Registry.structure("VkMemoryRequirements");
        memPutLong(requirements + layout.offset("size"), require(handle).size);
        memPutLong(requirements + layout.offset("alignment"), EXTRA);
        memPutInt(requirements + layout.offset("memoryTypeBits"), memoryTypeBits);
        return VK10.VK_SUCCESS;
    }

    int requirements2(long handle, long requirements2) {
        StructureLayout layout = Registry.structure("VkMemoryRequirements2");
        StructureLayout dedicated = Registry.structure("VkMemoryDedicatedRequirements");
        for (long at = memGetLong(requirements2 + 8); at != 0; at = memGetLong(at + 8)) {
            if (memGetInt(at) == dedicated.sType()) {
                memPutInt(at + dedicated.offset("requiresDedicatedAllocation"), requiresDedicated);
                memPutInt(at + dedicated.offset("prefersDedicatedAllocation"), prefersDedicated);
            }
        }
        return requirements(handle, requirements2 + layout.offset("memoryRequirements"));
    }

    int bind(long handle) {
        Resource resource = require(handle);
        if (resource.bound) {
            throw new AssertionError("the resource is bound already");
        }
        resource.bound = true;
        return VK10.VK_SUCCESS;
    }

    int count() {
        return resources.size();
    }

    private Resource require(long handle) {
        Resource resource = resources.getOrDefault(handle, announced.get(handle));
        if (resource == null) {
            throw new AssertionError("there is no resource 0x" + Long.toHexString(handle));
        }
        return resource;
    }
}
