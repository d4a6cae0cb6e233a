package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memASCII;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkPhysicalDevice;

/**
 * A Vulkan driver that does nothing but remember what it was asked for: an instance, a physical device and a device with
 * chosen extensions, which stand where the loader would be. It reads what it receives by the registry's tables, and
 * answers what a test tells it to.
 *
 * <p>Nothing can be thrown through native frames: what is wrong with a call is thrown by the next {@link #calls()},
 * {@link #queries()} or {@link #close()}.
 */
public final class RecordingDriver implements AutoCloseable {

    /** The physical device, in the order in which UUIDs are printed. */
    public static final UUID DEVICE_UUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    /** The driver's build. */
    public static final UUID DRIVER_UUID = UUID.fromString("f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f");

    /** The adapter's LUID. */
    public static final long DEVICE_LUID = 0x1234_5678_9ABC_DEF0L;

    /** The size of the only heap. */
    public static final long HEAP_SIZE = 1L << 30;

    /** The size of the file to which exported file descriptors refer, whatever was allocated. */
    public static final long FILE_SIZE = HEAP_SIZE / 2;

    /** How host memory must be aligned to be imported: as no specification permits more. */
    public static final long HOST_POINTER_ALIGNMENT = 0x1_0000;

    /** The Linux DRM format modifiers that every format has: linear, and two of nobody. */
    public static final List<Long> MODIFIERS = List.of(0L, 0x0100_0000_0000_0001L, 0xFF00_0000_0000_0002L);

    /** A memory type that is device-local only. */
    public static final int DEVICE_LOCAL = 0;

    /** The memory types into which handles from outside may be imported, as every driver here answers. */
    public static final int IMPORTABLE_TYPES = 0b110;

    /** A memory type that is host-visible and coherent. */
    public static final int COHERENT = 1;

    /** A memory type that is host-visible and has to be flushed and invalidated. */
    public static final int NOT_COHERENT = 2;

    /** The memory type that {@link #addProtectedType} adds. */
    public static final int PROTECTED = 3;

    private static final String NAME = "recording driver";

    private static final Map<Long, RecordingDriver> BY_HANDLE = new ConcurrentHashMap<>();

    /** No pointer of a real loader begins like this, so the two can stand side by side. */
    private static final AtomicLong LAST_HANDLE = new AtomicLong(0x5EC0_0000_0000_0000L);

    private final int apiVersion;
    private final List<String> extensions;
    private final long instanceHandle = LAST_HANDLE.addAndGet(16);
    private final long physicalDeviceHandle = LAST_HANDLE.addAndGet(16);
    private final long deviceHandle = LAST_HANDLE.addAndGet(16);
    private final DeviceQueries answers;
    private final DeviceObjects objects = new DeviceObjects();
    private final ResourceObjects resources = new ResourceObjects();
    private final Map<String, Integer> results = new HashMap<>();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final List<RecordedCall> queries = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private VkDevice device;

    private RecordingDriver(int apiVersion, String... extensions) {
        this.apiVersion = apiVersion;
        this.extensions = List.of(extensions);
        this.answers = new DeviceQueries(NAME, apiVersion, deviceExtensions(), physicalDeviceHandle);
    }

    /** {@return a driver of Vulkan 1.1 with these instance and device extensions on} */
    public static RecordingDriver with(String... extensions) {
        return ofVersion(VK11.VK_API_VERSION_1_1, extensions);
    }

    /** {@return a driver of a Vulkan version with these instance and device extensions on} */
    public static RecordingDriver ofVersion(int apiVersion, String... extensions) {
        VulkanEntry.install();
        RecordingDriver driver = new RecordingDriver(apiVersion, extensions);
        Stream.of(driver.instanceHandle, driver.physicalDeviceHandle, driver.deviceHandle)
                .forEach(handle -> BY_HANDLE.put(handle, driver));
        VkInstance instance = FakeHandles.instance(driver.instanceHandle, apiVersion, driver.instanceExtensions());
        VkPhysicalDevice physicalDevice = new VkPhysicalDevice(driver.physicalDeviceHandle, instance);
        driver.device = FakeHandles.device(driver.deviceHandle, physicalDevice, driver.deviceExtensions());
        driver.forget();
        return driver;
    }

    /** {@return LWJGL's object for the device} */
    public VkDevice device() {
        return device;
    }

    /** Makes every later call of a command answer a VkResult; VK_SUCCESS ends that. */
    public synchronized void answer(String command, int result) {
        results.put(command, result);
    }

    /** Makes every export succeed without a handle. */
    public synchronized void giveNoHandles() {
        objects.giveNoHandles();
    }

    /** Makes every export of a file descriptor answer one from elsewhere, which is not counted as the driver's. */
    public synchronized void exportDescriptorsOf(IntSupplier files) {
        objects.exportDescriptorsOf(files);
    }

    /** Sets what the device says that it can do with every handle type, core and NV: the masks of bits. */
    public synchronized void externalMemory(int features, int exportFromImported, int compatible) {
        answers.externalMemory(features, exportFromImported, compatible);
    }

    /** Sets which DRM format modifiers every format has, of how many planes each; the last is what images get. */
    public synchronized void drmFormatModifiers(Map<Long, Integer> planesByModifier) {
        answers.drmFormatModifiers(planesByModifier);
    }

    /** Sets that images with a DRM format modifier have one mip level. */
    public synchronized void withoutMipLevels(long drmFormatModifier) {
        answers.withoutMipLevels(drmFormatModifier);
    }

    /** Sets what every buffer and image says that it needs. */
    public synchronized void resourcesNeed(boolean requiresDedicated, boolean prefersDedicated, int memoryTypeBits) {
        resources.needs(requiresDedicated, prefersDedicated, memoryTypeBits);
    }

    /** Makes a handle that no command made a buffer or image, which needs so many bytes. */
    public synchronized void announce(long handle, long size) {
        resources.announce(handle, size);
    }

    /** Adds a device-local memory type that is protected, after the other three. */
    public synchronized void addProtectedType() {
        answers.addProtectedType();
    }

    /** Forgets the calls and queries so far; objects and answers stay. */
    public synchronized void forget() {
        throwFailures();
        calls.clear();
        queries.clear();
    }

    /** {@return what the device was called for, in order} */
    public synchronized List<RecordedCall> calls() {
        throwFailures();
        return List.copyOf(calls);
    }

    /** {@return the only call of a command, of the device or of the physical device} */
    public synchronized RecordedCall call(String command) {
        throwFailures();
        List<RecordedCall> found = Stream.concat(calls.stream(), queries.stream())
                .filter(call -> call.command().equals(command))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " calls of " + command + " in " + calls + " and " + queries);
        }
        return found.get(0);
    }

    /** {@return the names of the commands that the device was called for, in order, without what checks ask too} */
    public List<String> commands() {
        return calls().stream()
                .map(RecordedCall::command)
                .filter(command -> !command.contains("MemoryRequirements"))
                .toList();
    }

    /** {@return what instance and physical device were asked, in order, without what LWJGL asks at the start} */
    public synchronized List<RecordedCall> queries() {
        throwFailures();
        return List.copyOf(queries);
    }

    /** {@return the NT handles that were given out, in order; who closes them is for others to count} */
    public synchronized List<Long> ntHandles() {
        return objects.ntHandles();
    }

    /** {@return how many file descriptors of this driver are open, its own and others'} */
    public synchronized int openDescriptors() {
        return objects.openDescriptors();
    }

    /** {@return what is left of this driver's objects, mappings and file descriptors; empty: nothing} */
    public synchronized List<String> leftovers() {
        return Stream.of(
                        objects.memories() + " memory objects",
                        objects.mappings() + " mappings",
                        objects.openDescriptors() + " file descriptors",
                        resources.count() + " buffers and images")
                .filter(text -> !text.startsWith("0 "))
                .toList();
    }

    /** Forgets the driver; a later call on its handles is answered with VK_ERROR_DEVICE_LOST. */
    @Override
    public synchronized void close() {
        BY_HANDLE.values().removeIf(driver -> driver == this);
        objects.close();
        throwFailures();
    }

    private void throwFailures() {
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(
                    "the driver received what it must not: " + failures.get(0).getMessage());
            failures.forEach(error::addSuppressed);
            failures.clear();
            throw error;
        }
    }

    private List<String> instanceExtensions() {
        return extensions.stream().filter(DriverCommand::isOfInstance).toList();
    }

    private List<String> deviceExtensions() {
        return extensions.stream()
                .filter(extension -> !DriverCommand.isOfInstance(extension))
                .toList();
    }

    /** {@return the driver that a dispatchable handle belongs to; null: none} */
    static RecordingDriver of(long handle) {
        return BY_HANDLE.get(handle);
    }

    /** {@return a command's address; 0: the instance does not have it} */
    long instanceCommand(String name) {
        return function(name, false);
    }

    private long function(String name, boolean ofDevice) {
        DriverCommand command = DriverCommand.named(name);
        if (command == null) {
            return DriverCommand.missing(name);
        }
        // Every device answers for vkGetDeviceProcAddr itself.
        boolean level = command.ofDevice() == ofDevice || command.name().equals("vkGetDeviceProcAddr");
        boolean there = level
                && (command.extension().isEmpty()
                        ? VK10.VK_VERSION_MINOR(apiVersion) >= command.since()
                        : extensions.contains(command.extension()));
        return there ? command.function() : 0;
    }

    /** Comes from native code, and so throws nothing. */
    static long receive(DriverCommand command, long... arguments) {
        RecordingDriver driver = of(arguments[0]);
        return driver == null ? VK10.VK_ERROR_DEVICE_LOST : driver.receiveHere(command, arguments);
    }

    /** Comes from native code too. */
    static long refuse(String command, long handle) {
        RecordingDriver driver = of(handle);
        if (driver != null) {
            synchronized (driver) {
                driver.failures.add(new AssertionError("recording drivers have no " + command));
            }
        }
        return VK10.VK_ERROR_UNKNOWN;
    }

    private synchronized long receiveHere(DriverCommand command, long... arguments) {
        try {
            if (command.name().equals("vkGetDeviceProcAddr")) {
                return function(memASCII(arguments[1]), true);
            }
            requireOwner(command, arguments[0]);
            RecordedCall call = CallReader.read(command, arguments);
            (command.ofDevice() ? calls : queries).add(call);
            int result = results.getOrDefault(command.name(), VK10.VK_SUCCESS);
            if (result != VK10.VK_SUCCESS) {
                DeviceObjects.spoil(command.name(), call);
                return result;
            }
            return run(command.description().name(), call, arguments);
        } catch (RuntimeException | Error e) {
            failures.add(e);
            return VK10.VK_ERROR_UNKNOWN;
        }
    }

    private void requireOwner(DriverCommand command, long handle) {
        String type = command.description().parameters().get(0).type();
        long owner = switch (type) {
            case "VkInstance" -> instanceHandle;
            case "VkPhysicalDevice" -> physicalDeviceHandle;
            default -> deviceHandle;
        };
        if (handle != owner) {
            throw new AssertionError(command.name() + " was not called with its " + type);
        }
    }

    private long run(String command, RecordedCall call, long... a) {
        return switch (command) {
            case "vkEnumeratePhysicalDevices" -> answers.enumeratePhysicalDevices(a[1], a[2]);
            case "vkEnumerateDeviceExtensionProperties" -> answers.enumerateExtensions(a[2], a[3]);
            case "vkGetPhysicalDeviceProperties" -> answers.properties(a[1]);
            case "vkGetPhysicalDeviceProperties2" -> answers.properties2(a[1]);
            case "vkGetPhysicalDeviceFeatures2" -> answers.features2(a[1]);
            case "vkGetPhysicalDeviceFormatProperties2" -> answers.formatProperties2(a[2]);
            case "vkGetPhysicalDeviceMemoryProperties" -> answers.memoryProperties(a[1]);
            case "vkGetPhysicalDeviceExternalBufferProperties" -> answers.externalBuffer(a[2]);
            case "vkGetPhysicalDeviceImageFormatProperties2" -> answers.image(a[1], a[2]);
            case "vkGetPhysicalDeviceExternalImageFormatPropertiesNV" -> answers.imageNV(a[7]);
            case "vkAllocateMemory" -> objects.allocate(call, a[3]);
            case "vkFreeMemory" -> objects.free(a[1]);
            case "vkMapMemory" -> objects.map(a[1], a[5]);
            case "vkUnmapMemory" -> objects.unmap(a[1]);
            case "vkFlushMappedMemoryRanges", "vkInvalidateMappedMemoryRanges" -> objects.range(call);
            case "vkGetMemoryFdKHR" -> objects.fd(call.chain("pGetFdInfo").get(0), a[2]);
            case "vkGetMemoryWin32HandleKHR" ->
                objects.win32Handle(call.chain("pGetWin32HandleInfo").get(0), a[2]);
            case "vkGetMemoryFdPropertiesKHR" -> answers.handleProperties("VkMemoryFdPropertiesKHR", a[3]);
            case "vkGetMemoryWin32HandlePropertiesKHR" ->
                answers.handleProperties("VkMemoryWin32HandlePropertiesKHR", a[3]);
            case "vkGetImageDrmFormatModifierPropertiesEXT" -> answers.chosenModifier(a[2]);
            case "vkGetImageSubresourceLayout" ->
                DeviceQueries.planeLayout(call.chain("pSubresource").get(0).getInt("aspectMask"), a[3]);
            case "vkCreateBuffer" -> resources.createBuffer(call, a[3]);
            case "vkCreateImage" -> resources.createImage(call, a[3]);
            case "vkDestroyBuffer", "vkDestroyImage" -> resources.destroy(a[1]);
            case "vkGetBufferMemoryRequirements", "vkGetImageMemoryRequirements" -> resources.requirements(a[1], a[2]);
            case "vkGetBufferMemoryRequirements2" ->
                resources.requirements2(call.chain("pInfo").get(0).getLong("buffer"), a[2]);
            case "vkGetImageMemoryRequirements2" ->
                resources.requirements2(call.chain("pInfo").get(0).getLong("image"), a[2]);
            case "vkBindBufferMemory", "vkBindImageMemory" -> bind(a[1], a[2]);
            case "vkBindBufferMemory2" -> bind(call, "buffer");
            case "vkBindImageMemory2" -> bind(call, "image");
            case "vkGetMemoryHostPointerPropertiesEXT" ->
                answers.handleProperties("VkMemoryHostPointerPropertiesEXT", a[3]);
            case "vkGetMemoryMetalHandlePropertiesEXT" ->
                answers.handleProperties("VkMemoryMetalHandlePropertiesEXT", a[3]);
            case "vkGetMemoryMetalHandleEXT" ->
                objects.address(call.chain("pGetMetalHandleInfo").get(0), a[2]);
            case "vkGetMemoryRemoteAddressNV" ->
                objects.address(call.chain("pMemoryGetRemoteAddressInfo").get(0), a[2]);
            case "vkGetDeviceMemoryOpaqueCaptureAddress" ->
                objects.captureAddress(call.chain("pInfo").get(0));
            case "vkGetMemoryWin32HandleNV" -> objects.win32HandleNV(a[1], (int) a[2], a[3]);
            default -> throw new AssertionError("recording drivers have no " + command);
        };
    }

    private int bind(RecordedCall call, String resource) {
        RecordedStructure info = call.chain("pBindInfos").get(0);
        return bind(info.getLong(resource), info.getLong("memory"));
    }

    private int bind(long resource, long memory) {
        objects.require(memory);
        return resources.bind(resource);
    }
}
