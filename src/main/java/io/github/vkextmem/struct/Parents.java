package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.OutputParent;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.Parent;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK13;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferMemoryBarrier;
import org.lwjgl.vulkan.VkBufferMemoryBarrier2;
import org.lwjgl.vulkan.VkBufferViewCreateInfo;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkEventCreateInfo;
import org.lwjgl.vulkan.VkFormatProperties2;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageFormatProperties2;
import org.lwjgl.vulkan.VkImageMemoryBarrier;
import org.lwjgl.vulkan.VkImageMemoryBarrier2;
import org.lwjgl.vulkan.VkImageViewCreateInfo;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkMemoryRequirements2;
import org.lwjgl.vulkan.VkPhysicalDeviceFeatures2;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;
import org.lwjgl.vulkan.VkSemaphoreCreateInfo;
import org.lwjgl.vulkan.VkSubmitInfo;
import org.lwjgl.vulkan.VkSubmitInfo2;

/**
 * The structures that the application fills itself, or has filled by the driver, and that structures of external memory
 * extend. One line here says which records a parent knows.
 */
public final class Parents {

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageCreateInfo.html">VkImageCreateInfo</a>. */
    public static final Parent<VkImageCreateInfo, ExtendsImageCreateInfo> IMAGE_CREATE_INFO = Parent.of(
            VkImageCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
            ExtendsImageCreateInfo.class,
            ImageCreateInfoRules::check,
            ExternalMemoryImageCreateInfo.TYPE,
            ExternalMemoryImageCreateInfoNV.TYPE,
            DedicatedAllocationImageCreateInfoNV.TYPE,
            ImageDrmFormatModifierExplicitCreateInfoEXT.TYPE,
            ImageDrmFormatModifierListCreateInfoEXT.TYPE,
            ExportMetalObjectCreateInfoEXT.TYPE,
            ImportMetalTextureInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBufferCreateInfo.html">VkBufferCreateInfo</a>. */
    public static final Parent<VkBufferCreateInfo, ExtendsBufferCreateInfo> BUFFER_CREATE_INFO = Parent.of(
            VkBufferCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
            ExtendsBufferCreateInfo.class,
            BufferCreateInfoRules::check,
            ExternalMemoryBufferCreateInfo.TYPE,
            DedicatedAllocationBufferCreateInfoNV.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkSubmitInfo.html">VkSubmitInfo</a>. */
    public static final Parent<VkSubmitInfo, ExtendsSubmitInfo> SUBMIT_INFO = Parent.of(
            VkSubmitInfo.class,
            VK10.VK_STRUCTURE_TYPE_SUBMIT_INFO,
            ExtendsSubmitInfo.class,
            Parents::noRules,
            Win32KeyedMutexAcquireReleaseInfoKHR.TYPE,
            Win32KeyedMutexAcquireReleaseInfoNV.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkSubmitInfo2.html">VkSubmitInfo2</a>. */
    public static final Parent<VkSubmitInfo2, ExtendsSubmitInfo2> SUBMIT_INFO_2 = Parent.of(
            VkSubmitInfo2.class,
            VK13.VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
            ExtendsSubmitInfo2.class,
            Parents::noRules,
            Win32KeyedMutexAcquireReleaseInfoKHR.TYPE,
            Win32KeyedMutexAcquireReleaseInfoNV.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBufferMemoryBarrier.html">VkBufferMemoryBarrier</a>. */
    public static final Parent<VkBufferMemoryBarrier, ExtendsBufferMemoryBarrier> BUFFER_MEMORY_BARRIER = Parent.of(
            VkBufferMemoryBarrier.class,
            VK10.VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER,
            ExtendsBufferMemoryBarrier.class,
            Parents::noRules,
            ExternalMemoryAcquireUnmodifiedEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBufferMemoryBarrier2.html">VkBufferMemoryBarrier2</a>. */
    public static final Parent<VkBufferMemoryBarrier2, ExtendsBufferMemoryBarrier2> BUFFER_MEMORY_BARRIER_2 = Parent.of(
            VkBufferMemoryBarrier2.class,
            VK13.VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER_2,
            ExtendsBufferMemoryBarrier2.class,
            Parents::noRules,
            ExternalMemoryAcquireUnmodifiedEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageMemoryBarrier.html">VkImageMemoryBarrier</a>. */
    public static final Parent<VkImageMemoryBarrier, ExtendsImageMemoryBarrier> IMAGE_MEMORY_BARRIER = Parent.of(
            VkImageMemoryBarrier.class,
            VK10.VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER,
            ExtendsImageMemoryBarrier.class,
            Parents::noRules,
            ExternalMemoryAcquireUnmodifiedEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageMemoryBarrier2.html">VkImageMemoryBarrier2</a>. */
    public static final Parent<VkImageMemoryBarrier2, ExtendsImageMemoryBarrier2> IMAGE_MEMORY_BARRIER_2 = Parent.of(
            VkImageMemoryBarrier2.class,
            VK13.VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
            ExtendsImageMemoryBarrier2.class,
            Parents::noRules,
            ExternalMemoryAcquireUnmodifiedEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDeviceCreateInfo.html">VkDeviceCreateInfo</a>. */
    public static final Parent<VkDeviceCreateInfo, ExtendsDeviceCreateInfo> DEVICE_CREATE_INFO = Parent.of(
            VkDeviceCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
            ExtendsDeviceCreateInfo.class,
            Parents::noRules,
            PhysicalDeviceExternalMemoryRDMAFeaturesNV.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkInstanceCreateInfo.html">VkInstanceCreateInfo</a>. */
    public static final Parent<VkInstanceCreateInfo, ExtendsInstanceCreateInfo> INSTANCE_CREATE_INFO = Parent.of(
            VkInstanceCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
            ExtendsInstanceCreateInfo.class,
            Parents::noRules,
            ExportMetalObjectCreateInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageViewCreateInfo.html">VkImageViewCreateInfo</a>. */
    public static final Parent<VkImageViewCreateInfo, ExtendsImageViewCreateInfo> IMAGE_VIEW_CREATE_INFO = Parent.of(
            VkImageViewCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
            ExtendsImageViewCreateInfo.class,
            Parents::noRules,
            ExportMetalObjectCreateInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBufferViewCreateInfo.html">VkBufferViewCreateInfo</a>. */
    public static final Parent<VkBufferViewCreateInfo, ExtendsBufferViewCreateInfo> BUFFER_VIEW_CREATE_INFO = Parent.of(
            VkBufferViewCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO,
            ExtendsBufferViewCreateInfo.class,
            Parents::noRules,
            ExportMetalObjectCreateInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkSemaphoreCreateInfo.html">VkSemaphoreCreateInfo</a>. */
    public static final Parent<VkSemaphoreCreateInfo, ExtendsSemaphoreCreateInfo> SEMAPHORE_CREATE_INFO = Parent.of(
            VkSemaphoreCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
            ExtendsSemaphoreCreateInfo.class,
            Parents::noRules,
            ExportMetalObjectCreateInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkEventCreateInfo.html">VkEventCreateInfo</a>. */
    public static final Parent<VkEventCreateInfo, ExtendsEventCreateInfo> EVENT_CREATE_INFO = Parent.of(
            VkEventCreateInfo.class,
            VK10.VK_STRUCTURE_TYPE_EVENT_CREATE_INFO,
            ExtendsEventCreateInfo.class,
            Parents::noRules,
            ExportMetalObjectCreateInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceImageFormatInfo2.html">VkPhysicalDeviceImageFormatInfo2</a>. */
    public static final Parent<VkPhysicalDeviceImageFormatInfo2, ExtendsPhysicalDeviceImageFormatInfo2>
            PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2 = Parent.of(
                    VkPhysicalDeviceImageFormatInfo2.class,
                    VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2,
                    ExtendsPhysicalDeviceImageFormatInfo2.class,
                    PhysicalDeviceImageFormatInfo2Rules::check,
                    PhysicalDeviceExternalImageFormatInfo.TYPE,
                    PhysicalDeviceImageDrmFormatModifierInfoEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceProperties2.html">VkPhysicalDeviceProperties2</a>, filled by the driver. */
    public static final OutputParent<VkPhysicalDeviceProperties2, ExtendsPhysicalDeviceProperties2>
            PHYSICAL_DEVICE_PROPERTIES_2 = OutputParent.of(
                    VkPhysicalDeviceProperties2.class,
                    VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                    ExtendsPhysicalDeviceProperties2.class,
                    PhysicalDeviceIDProperties.TYPE,
                    PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceFeatures2.html">VkPhysicalDeviceFeatures2</a>, filled by the driver. */
    public static final OutputParent<VkPhysicalDeviceFeatures2, ExtendsPhysicalDeviceFeatures2>
            PHYSICAL_DEVICE_FEATURES_2 = OutputParent.of(
                    VkPhysicalDeviceFeatures2.class,
                    VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
                    ExtendsPhysicalDeviceFeatures2.class,
                    PhysicalDeviceExternalMemoryRDMAFeaturesNV.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageFormatProperties2.html">VkImageFormatProperties2</a>, filled by the driver. */
    public static final OutputParent<VkImageFormatProperties2, ExtendsImageFormatProperties2>
            IMAGE_FORMAT_PROPERTIES_2 = OutputParent.of(
                    VkImageFormatProperties2.class,
                    VK11.VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2,
                    ExtendsImageFormatProperties2.class,
                    ExternalImageFormatProperties.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkFormatProperties2.html">VkFormatProperties2</a>, filled by the driver. */
    public static final OutputParent<VkFormatProperties2, ExtendsFormatProperties2> FORMAT_PROPERTIES_2 =
            OutputParent.of(
                    VkFormatProperties2.class,
                    VK11.VK_STRUCTURE_TYPE_FORMAT_PROPERTIES_2,
                    ExtendsFormatProperties2.class,
                    DrmFormatModifierPropertiesListEXT.TYPE);

    /** <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryRequirements2.html">VkMemoryRequirements2</a>, filled by the driver. */
    public static final OutputParent<VkMemoryRequirements2, ExtendsMemoryRequirements2> MEMORY_REQUIREMENTS_2 =
            OutputParent.of(
                    VkMemoryRequirements2.class,
                    VK11.VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2,
                    ExtendsMemoryRequirements2.class,
                    MemoryDedicatedRequirements.TYPE);

    private Parents() {}

    /** For parents whose rules on external memory need more than the values of one chain, or that have none. */
    private static void noRules(Object parent, PNextList<?> chain, Findings findings) {}
}
