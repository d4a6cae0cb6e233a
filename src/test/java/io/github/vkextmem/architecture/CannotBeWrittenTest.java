package io.github.vkextmem.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements of valid usage that no program can break, because it does not compile; each beside a program that does. */
class CannotBeWrittenTest {

    @TempDir
    Path output;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            VUID-VkImportMemoryFdInfoKHR-handleType-parameter | ImportMemoryFdInfoKHR.of(1, 3); | ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3);
            VUID-VkImportMemoryHostPointerInfoEXT-handleType-parameter | ImportMemoryHostPointerInfoEXT.of(0x80, 4096); | ImportMemoryHostPointerInfoEXT.of(HOST_ALLOCATION_EXT, 4096);
            VUID-VkImportMemoryWin32HandleInfoKHR-handleType-parameter | ImportMemoryWin32HandleInfoKHR.of(2, 4); | ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32, 4);
            VUID-VkImportMemoryWin32HandleInfoNV-handleType-parameter | ImportMemoryWin32HandleInfoNV.of(1, 4); | ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, 4);
            VUID-VkImportMemoryWin32HandleInfoNV-handleType-01327 | ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypesNV.ofBits(3), 4); | ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT);
            VUID-VkMemoryGetFdInfoKHR-handleType-parameter | MemoryGetFdInfoKHR.of(1, 1); | MemoryGetFdInfoKHR.of(1, OPAQUE_FD);
            VUID-VkMemoryGetWin32HandleInfoKHR-handleType-parameter | MemoryGetWin32HandleInfoKHR.of(1, 2); | MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32);
            VUID-VkMemoryGetRemoteAddressInfoNV-handleType-parameter | MemoryGetRemoteAddressInfoNV.of(1, 0x1000); | MemoryGetRemoteAddressInfoNV.of(1, RDMA_ADDRESS_NV);
            VUID-VkPhysicalDeviceExternalBufferInfo-handleType-parameter | PhysicalDeviceExternalBufferInfo.of(1, 1); | PhysicalDeviceExternalBufferInfo.of(OPAQUE_FD, 1);
            VUID-VkPhysicalDeviceExternalImageFormatInfo-handleType-parameter | PhysicalDeviceExternalImageFormatInfo.of(1); | PhysicalDeviceExternalImageFormatInfo.of(OPAQUE_FD);
            VUID-vkGetMemoryFdPropertiesKHR-handleType-parameter | external.memoryTypeBits(PosixFileDescriptor.adopt(3, 0x200)); | external.memoryTypeBits(PosixFileDescriptor.adopt(3, DMA_BUF_EXT));
            VUID-vkGetMemoryWin32HandlePropertiesKHR-handleType-parameter | external.memoryTypeBits(NtHandle.adopt(4, 8)); | external.memoryTypeBits(NtHandle.adopt(4, D3D11_TEXTURE));
            VUID-vkGetMemoryHostPointerPropertiesEXT-handleType-parameter | external.memoryTypeBits(HostPointer.of(4096, 0x80)); | external.memoryTypeBits(HostPointer.of(4096, HOST_ALLOCATION_EXT));
            VUID-vkGetMemoryWin32HandleNV-handleType-parameter | memory.exportNtHandle(1); | memory.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
            VUID-vkGetMemoryWin32HandleNV-handleType-requiredbitmask | memory.exportNtHandle(ExternalMemoryHandleTypesNV.of()); | memory.exportNtHandle(ExternalMemoryHandleTypeNV.D3D11_IMAGE);
            VUID-vkGetPhysicalDeviceExternalImageFormatPropertiesNV-externalHandleType-parameter | external.imagePropertiesNV(1, image); | external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, image);
            VUID-vkGetPhysicalDeviceExternalImageFormatPropertiesNV-externalHandleType-07721 | external.imagePropertiesNV(ExternalMemoryHandleTypesNV.ofBits(3), image); | external.imagePropertiesNV(ExternalMemoryHandleTypeNV.D3D11_IMAGE, image);
            """)
    void theProgramDoesNotCompile(String vuid, String wrong, String right) {
        assertThat(Programs.errorsOf(wrong, output)).as(vuid).hasSize(1);
        assertThat(Programs.errorsOf(right, output)).as(vuid).isEmpty();
    }
}
