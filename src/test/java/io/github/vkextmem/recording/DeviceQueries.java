package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memLengthUTF8;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memSet;
import static org.lwjgl.system.MemoryUtil.memUTF8;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkMemoryHeap;
import org.lwjgl.vulkan.VkMemoryType;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/** What a recording driver's physical device says of itself. */
final class DeviceQueries {

    private int[] propertyFlags = {0x1, 0x2 | 0x4, 0x2};
    private final String name;
    private final int apiVersion;
    private final List<String> extensions;
    private final long physicalDevice;
    private int features = 0x2 | 0x4;
    private int exportFromImported;
    private int compatible;
    private final Set<Long> withoutMipLevels = new HashSet<>();
    private Map<Long, Integer> planesByModifier = new LinkedHashMap<>();

    DeviceQueries(String name, int apiVersion, List<String> extensions, long physicalDevice) {
        this.name = name;
        this.apiVersion = apiVersion;
        this.extensions = extensions;
        this.physicalDevice = physicalDevice;
        RecordingDriver.MODIFIERS.forEach(modifier -> planesByModifier.put(modifier, planesByModifier.size() + 1));
    }

    void externalMemory(int featureBits, int exportFromImportedBits, int compatibleBits) {
        features = featureBits;
        exportFromImported = exportFromImportedBits;
        compatible = compatibleBits;
    }

    void addProtectedType() {
        propertyFlags = new int[] {propertyFlags[0], propertyFlags[1], propertyFlags[2], 0x1 | 0x20};
    }

    int enumeratePhysicalDevices(long count, long devices) {
        memPutInt(count, 1);
        if (devices != 0) {
            memPutLong(devices, physicalDevice);
        }
        return 0;
    }

    int enumerateExtensions(long count, long properties) {
        memPutInt(count, extensions.size());
        for (int i = 0; properties != 0 && i < extensions.size(); i++) {
            long at = properties + (long) i * VkExtensionProperties.SIZEOF;
            memSet(at, 0, VkExtensionProperties.SIZEOF);
            putString(extensions.get(i), at + VkExtensionProperties.EXTENSIONNAME);
        }
        return 0;
    }

    int properties(long properties) {
        memPutInt(properties + VkPhysicalDeviceProperties.APIVERSION, apiVersion);
        putString(name, properties + VkPhysicalDeviceProperties.DEVICENAME);
        return 0;
    }

    int properties2(long properties2) {
        StructureLayout layout = Registry.structure("VkPhysicalDeviceProperties2");
        properties(properties2 + layout.offset("properties"));
        forEach(properties2, "VkPhysicalDeviceIDProperties", (id, at) -> {
            putUuid(RecordingDriver.DEVICE_UUID, at + id.offset("deviceUUID"));
            putUuid(RecordingDriver.DRIVER_UUID, at + id.offset("driverUUID"));
            memPutLong(at + id.offset("deviceLUID"), RecordingDriver.DEVICE_LUID);
            memPutInt(at + id.offset("deviceNodeMask"), 1);
            memPutInt(at + id.offset("deviceLUIDValid"), 1);
        });
        forEach(
                properties2,
                "VkPhysicalDeviceExternalMemoryHostPropertiesEXT",
                (host, at) -> memPutLong(
                        at + host.offset("minImportedHostPointerAlignment"), RecordingDriver.HOST_POINTER_ALIGNMENT));
        return 0;
    }

    int features2(long features2) {
        forEach(
                features2,
                "VkPhysicalDeviceExternalMemoryRDMAFeaturesNV",
                (rdma, at) -> memPutInt(at + rdma.offset("externalMemoryRDMA"), 1));
        return 0;
    }

    /** As many modifiers as there is room for, or without room their count. */
    int formatProperties2(long properties2) {
        forEach(properties2, "VkDrmFormatModifierPropertiesListEXT", (list, at) -> {
            long array = memGetLong(at + list.offset("pDrmFormatModifierProperties"));
            List<Map.Entry<Long, Integer>> modifiers = List.copyOf(planesByModifier.entrySet());
            int count = modifiers.size();
            if (array != 0) {
                count = Math.min(count, memGetInt(at + list.offset("drmFormatModifierCount")));
                StructureLayout element = Registry.structure("VkDrmFormatModifierPropertiesEXT");
                for (int i = 0; i < count; i++) {
                    long to = array + (long) i * element.size();
                    memPutLong(
                            to + element.offset("drmFormatModifier"),
                            modifiers.get(i).getKey());
                    memPutInt(
                            to + element.offset("drmFormatModifierPlaneCount"),
                            modifiers.get(i).getValue());
                    memPutInt(to + element.offset("drmFormatModifierTilingFeatures"), 1 << i);
                }
            }
            memPutInt(at + list.offset("drmFormatModifierCount"), count);
        });
        return 0;
    }

    private interface Answer {
        void write(StructureLayout layout, long address);
    }

    private static void forEach(long parent, String structure, Answer answer) {
        StructureLayout layout = Registry.structure(structure);
        for (long at = memGetLong(parent + 8); at != 0; at = memGetLong(at + 8)) {
            if (memGetInt(at) == layout.sType()) {
                answer.write(layout, at);
            }
        }
    }

    int handleProperties(String structure, long properties) {
        memPutInt(
                properties + Registry.structure(structure).offset("memoryTypeBits"), RecordingDriver.IMPORTABLE_TYPES);
        return VK10.VK_SUCCESS;
    }

    int memoryProperties(long properties) {
        memPutInt(properties + VkPhysicalDeviceMemoryProperties.MEMORYTYPECOUNT, propertyFlags.length);
        for (int i = 0; i < propertyFlags.length; i++) {
            long type = properties + VkPhysicalDeviceMemoryProperties.MEMORYTYPES + (long) i * VkMemoryType.SIZEOF;
            memPutInt(type + VkMemoryType.PROPERTYFLAGS, propertyFlags[i]);
            memPutInt(type + VkMemoryType.HEAPINDEX, 0);
        }
        memPutInt(properties + VkPhysicalDeviceMemoryProperties.MEMORYHEAPCOUNT, 1);
        memPutLong(
                properties + VkPhysicalDeviceMemoryProperties.MEMORYHEAPS + VkMemoryHeap.SIZE,
                RecordingDriver.HEAP_SIZE);
        return 0;
    }

    int externalBuffer(long properties) {
        StructureLayout layout = Registry.structure("VkExternalBufferProperties");
        putExternalMemory(properties + layout.offset("externalMemoryProperties"));
        return 0;
    }

    int image(long info2, long properties2) {
        StructureLayout layout = Registry.structure("VkImageFormatProperties2");
        long limits = properties2 + layout.offset("imageFormatProperties");
        putImage(limits);
        forEach(info2, "VkPhysicalDeviceImageDrmFormatModifierInfoEXT", (modifier, at) -> {
            if (withoutMipLevels.contains(memGetLong(at + modifier.offset("drmFormatModifier")))) {
                memPutInt(limits + Registry.structure("VkImageFormatProperties").offset("maxMipLevels"), 1);
            }
        });
        forEach(
                properties2,
                "VkExternalImageFormatProperties",
                (external, at) -> putExternalMemory(at + external.offset("externalMemoryProperties")));
        return 0;
    }

    void drmFormatModifiers(Map<Long, Integer> planes) {
        planesByModifier = new TreeMap<>(planes);
    }

    void withoutMipLevels(long drmFormatModifier) {
        withoutMipLevels.add(drmFormatModifier);
    }

    int chosenModifier(long properties) {
        StructureLayout layout = Registry.structure("VkImageDrmFormatModifierPropertiesEXT");
        memPutLong(
                properties + layout.offset("drmFormatModifier"),
                planesByModifier.keySet().stream().reduce((first, last) -> last).orElseThrow());
        return 0;
    }

    /** Members that have no meaning hold rubbish, as drivers may leave it there. */
    static int planeLayout(int aspect, long layout) {
        StructureLayout members = Registry.structure("VkSubresourceLayout");
        memPutLong(layout + members.offset("offset"), 0x10L * aspect);
        memPutLong(layout + members.offset("size"), 77);
        memPutLong(layout + members.offset("rowPitch"), 256);
        memPutLong(layout + members.offset("arrayPitch"), 78);
        memPutLong(layout + members.offset("depthPitch"), 79);
        return 0;
    }

    int imageNV(long properties) {
        StructureLayout layout = Registry.structure("VkExternalImageFormatPropertiesNV");
        putImage(properties + layout.offset("imageFormatProperties"));
        memPutInt(properties + layout.offset("externalMemoryFeatures"), features);
        memPutInt(properties + layout.offset("exportFromImportedHandleTypes"), exportFromImported);
        memPutInt(properties + layout.offset("compatibleHandleTypes"), compatible);
        return 0;
    }

    private void putExternalMemory(long at) {
        StructureLayout layout = Registry.structure("VkExternalMemoryProperties");
        memPutInt(at + layout.offset("externalMemoryFeatures"), features);
        memPutInt(at + layout.offset("exportFromImportedHandleTypes"), exportFromImported);
        memPutInt(at + layout.offset("compatibleHandleTypes"), compatible);
    }

    private static void putImage(long at) {
        StructureLayout layout = Registry.structure("VkImageFormatProperties");
        StructureLayout extent = Registry.structure("VkExtent3D");
        memPutInt(at + layout.offset("maxExtent") + extent.offset("width"), 16384);
        memPutInt(at + layout.offset("maxExtent") + extent.offset("height"), 8192);
        memPutInt(at + layout.offset("maxExtent") + extent.offset("depth"), 2048);
        memPutInt(at + layout.offset("maxMipLevels"), 15);
        memPutInt(at + layout.offset("maxArrayLayers"), 2048);
        memPutInt(at + layout.offset("sampleCounts"), 0xF);
        memPutLong(at + layout.offset("maxResourceSize"), 1L << 40);
    }

    private static void putUuid(UUID uuid, long address) {
        memPutLong(address, Long.reverseBytes(uuid.getMostSignificantBits()));
        memPutLong(address + 8, Long.reverseBytes(uuid.getLeastSignificantBits()));
    }

    private static void putString(String string, long address) {
        memUTF8(string, true, memByteBuffer(address, memLengthUTF8(string, true)));
    }
}
