package io.github.vkextmem.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may not be said does not compile. Each wrong line stands beside a right one, or a typo would pass as proof. */
class WrongProgramsTest {

    @TempDir
    Path output;

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            '' | allocation.with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
            compiler.err.cant.apply.symbols | allocation.with(ExternalMemoryImageCreateInfo.of(OPAQUE_FD));
            compiler.err.cant.apply.symbols | allocation.with(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD));
            compiler.err.cant.apply.symbols | allocation.with(MemoryGetFdInfoKHR.of(1, OPAQUE_FD));
            '' | MemoryAllocateInfo.of(1, 0).with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
            compiler.err.prob.found.req | MemoryAllocateInfo.of(1, 0).with(ExternalMemoryImageCreateInfo.of(OPAQUE_FD));
            '' | IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD));
            compiler.err.prob.found.req | IMAGE_CREATE_INFO.tail(ExportMemoryAllocateInfo.of(OPAQUE_FD));
            '' | BUFFER_CREATE_INFO.tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD));
            compiler.err.prob.found.req | BUFFER_CREATE_INFO.tail(ExternalMemoryImageCreateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
            '' | IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD)).with(ExternalMemoryImageCreateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
            compiler.err.cant.apply.symbols | IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD)).with(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD));
            '' | IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD)).linkBehind((VkImageCreateInfo) null, null);
            compiler.err.prob.found.req | IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD)).linkBehind((VkBufferCreateInfo) null, null);
            '' | IMAGE_CREATE_INFO.get(null, ExternalMemoryImageCreateInfo.TYPE);
            compiler.err.cant.apply.symbol | IMAGE_CREATE_INFO.get(null, ExternalMemoryBufferCreateInfo.TYPE);
            compiler.err.cant.resolve.location.args | IMAGE_CREATE_INFO.outputs(ExternalMemoryImageCreateInfo.TYPE);
            '' | PHYSICAL_DEVICE_PROPERTIES_2.outputs(PhysicalDeviceIDProperties.TYPE);
            compiler.err.cant.apply.symbol | PHYSICAL_DEVICE_PROPERTIES_2.outputs(MemoryDedicatedRequirements.TYPE);
            '' | MEMORY_REQUIREMENTS_2.get(null, MemoryDedicatedRequirements.TYPE);
            compiler.err.cant.apply.symbol | MEMORY_REQUIREMENTS_2.get(null, PhysicalDeviceIDProperties.TYPE);
            '' | SUBMIT_INFO_2.tail(new Win32KeyedMutexAcquireReleaseInfoNV(java.util.List.of(), java.util.List.of()));
            compiler.err.prob.found.req | SUBMIT_INFO_2.tail(ExternalMemoryAcquireUnmodifiedEXT.of(true));
            '' | IMAGE_MEMORY_BARRIER_2.tail(ExternalMemoryAcquireUnmodifiedEXT.of(true));
            '' | BUFFER_MEMORY_BARRIER.tail(ExternalMemoryAcquireUnmodifiedEXT.of(true));
            compiler.err.prob.found.req | BUFFER_MEMORY_BARRIER.tail(new PhysicalDeviceExternalMemoryRDMAFeaturesNV(true));
            '' | DEVICE_CREATE_INFO.tail(new PhysicalDeviceExternalMemoryRDMAFeaturesNV(true));
            '' | EVENT_CREATE_INFO.tail(ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_SHARED_EVENT));
            compiler.err.prob.found.req | EVENT_CREATE_INFO.tail(ImportMetalBufferInfoEXT.of(1));
            '' | allocation.with(ImportMetalBufferInfoEXT.of(1));
            compiler.err.cant.apply.symbols | allocation.with(ImportMetalTextureInfoEXT.of(16, 1));
            '' | PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2.tail(PhysicalDeviceExternalImageFormatInfo.of(OPAQUE_FD));
            compiler.err.prob.found.req | PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2.tail(PhysicalDeviceExternalBufferInfo.of(OPAQUE_FD, 1));
            compiler.err.cant.resolve.location.args | MemoryGetRemoteAddressInfoNV.of(1, RDMA_ADDRESS_NV).with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
            '' | ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
            compiler.err.cant.apply.symbols | ExportMemoryAllocateInfo.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
            compiler.err.cant.apply.symbols | ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleType.OPAQUE_WIN32);
            '' | new ExportMemoryAllocateInfo(ExternalMemoryHandleTypes.ofBits(1));
            compiler.err.prob.found.req | new ExportMemoryAllocateInfo(ExternalMemoryHandleTypesNV.ofBits(1));
            compiler.err.prob.found.req | new ExportMemoryAllocateInfo(1);
            '' | MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32);
            compiler.err.cant.resolve.location.args | MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32).with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32));
            compiler.err.cant.resolve.location.args | MemoryGetFdInfoKHR.of(1, OPAQUE_FD).with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
            '' | allocation.map(structure -> ExportMemoryAllocateInfo.of(OPAQUE_FD));
            compiler.err.prob.found.req | allocation.map(structure -> ExternalMemoryImageCreateInfo.of(OPAQUE_FD));
            '' | allocation.with((VkMemoryAllocateFlagsInfo) null, VkMemoryAllocateInfo::pNext);
            compiler.err.prob.found.req | allocation.with((VkImageFormatListCreateInfo) null, VkMemoryAllocateInfo::pNext);
            '' | channel.send(ntHandle, description);
            '' | channel.send(shared, description);
            '' | channel.send(descriptor, description);
            compiler.err.prob.found.req | channel.send(hostPointer, description);
            compiler.err.prob.found.req | channel.send(metal, description);
            compiler.err.prob.found.req | channel.send(handle, description);
            '' | new ReceivedHandle(transferable, description);
            compiler.err.prob.found.req | new ReceivedHandle(hostPointer, description);
            compiler.err.prob.found.req | new ReceivedHandle(metal, description);
            '' | ExternalHandle any = hostPointer;
            compiler.err.prob.found.req | TransferableHandle any = hostPointer;
            """)
    void onlyWhatVulkanAllowsCompiles(String error, String statement) {
        assertThat(Programs.errorsOf(statement, output)).isEqualTo(error.isEmpty() ? List.of() : List.of(error));
    }
}
