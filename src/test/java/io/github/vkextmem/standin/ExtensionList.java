package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memCopy;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutInt;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkExtensionProperties;

/** What an enumeration of extensions answers: the real library's and the stand-in's. */
final class ExtensionList implements AutoCloseable {

    private static final int INCOMPLETE_AGAIN = 16;

    private final VkExtensionProperties.Buffer list;

    /** A real enumeration: the addresses of a count and of an array. */
    interface Enumeration {
        int call(long count, long properties);
    }

    private ExtensionList(VkExtensionProperties.Buffer list) {
        this.list = list;
    }

    static ExtensionList of(Enumeration real, List<String> added) {
        long count = MemoryUtil.nmemCalloc(1, 4);
        try {
            real.call(count, 0);
            // The count may grow in between.
            int room = memGetInt(count) + INCOMPLETE_AGAIN;
            var list = VkExtensionProperties.calloc(room + added.size());
            memPutInt(count, room);
            real.call(count, list.address());
            list.limit(memGetInt(count));
            Set<String> there = list.stream()
                    .map(VkExtensionProperties::extensionNameString)
                    .collect(Collectors.toSet());
            for (String name : added) {
                if (!there.contains(name)) {
                    list.limit(list.limit() + 1);
                    VkExtensionProperties properties = list.get(list.limit() - 1);
                    MemoryUtil.memASCII(name, true, properties.extensionName());
                    memPutInt(properties.address() + VkExtensionProperties.SPECVERSION, 1);
                }
            }
            return new ExtensionList(list);
        } finally {
            MemoryUtil.nmemFree(count);
        }
    }

    boolean has(String extension) {
        return list.stream()
                .anyMatch(properties -> properties.extensionNameString().equals(extension));
    }

    /** Answers as the commands do, which are called for the count and then for the list. */
    int answer(long count, long properties) {
        int all = list.limit();
        if (properties == 0) {
            memPutInt(count, all);
            return VK10.VK_SUCCESS;
        }
        int given = Math.min(all, memGetInt(count));
        memCopy(list.address(), properties, (long) given * VkExtensionProperties.SIZEOF);
        memPutInt(count, given);
        return given < all ? VK10.VK_INCOMPLETE : VK10.VK_SUCCESS;
    }

    @Override
    public void close() {
        list.rewind().free();
    }
}
