package io.github.vkextmem.standin;

import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** A section object of Windows, mapped into this process: the payload of a memory. */
final class Section implements AutoCloseable {

    private final long handle;
    private final long view;
    private boolean ownsHandle;
    private Runnable afterwards = () -> {};

    private Section(long handle, boolean ownsHandle) {
        this.handle = handle;
        this.ownsHandle = ownsHandle;
        Kernel.Result mapped = Kernel.mapView(handle);
        if (mapped.failed()) {
            close();
            throw refusal("MapViewOfFile", mapped);
        }
        view = mapped.value();
    }

    /**
     * Makes a section; what a name stands for must not exist.
     *
     * @param attributes a SECURITY_ATTRIBUTES, as it was received
     * @param name UTF-16 with its terminator, as it was received, or 0
     */
    static Section create(long attributes, long size, long name) {
        Kernel.Result created = Kernel.createFileMapping(attributes, size, name);
        if (created.failed()) {
            throw refusal("CreateFileMappingW", created);
        }
        if (created.error() == Kernel.ERROR_ALREADY_EXISTS) {
            Kernel.close(created.value());
            throw new NameTaken();
        }
        // What the attributes say of inheritance is meant for the handle that is exported, not for the driver's own.
        Kernel.setNotInherited(created.value());
        return new Section(created.value(), true);
    }

    /** Opens what a name stands for. */
    static Section named(long name) {
        return of("OpenFileMappingW", Kernel.openFileMapping(Kernel.FILE_MAP_READ_WRITE, name));
    }

    /** Maps the section of a handle that stays the application's. */
    static Section ofHandle(long applicationHandle) {
        return of("DuplicateHandle", Kernel.duplicate(applicationHandle));
    }

    /** Maps the section of a handle that becomes the driver's with {@link #takeHandle()}. */
    static Section borrowing(long applicationHandle) {
        return new Section(applicationHandle, false);
    }

    /** Maps the section of another process's handle. */
    static Section ofProcess(int processId, long itsHandle) {
        Kernel.Result process = Kernel.openProcess(processId);
        if (process.failed()) {
            throw refusal("OpenProcess", process);
        }
        try {
            return of("DuplicateHandle", Kernel.duplicate(process.value(), itsHandle, Kernel.currentProcess()));
        } finally {
            Kernel.close(process.value());
        }
    }

    private static Section of(String function, Kernel.Result opened) {
        if (opened.failed()) {
            throw refusal(function, opened);
        }
        return new Section(opened.value(), true);
    }

    private static Refusal refusal(String function, Kernel.Result result) {
        boolean noMemory = result.error() == Kernel.ERROR_COMMITMENT_LIMIT;
        return new Refusal(
                noMemory ? VK10.VK_ERROR_OUT_OF_DEVICE_MEMORY : VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                function + ": Win32 error " + result.error());
    }

    /** The name stands for something already. */
    static final class NameTaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Sets what happens when the section was closed. */
    void whenClosed(Runnable runnable) {
        afterwards = runnable;
    }

    void takeHandle() {
        ownsHandle = true;
    }

    long handle() {
        return handle;
    }

    long view() {
        return view;
    }

    long size() {
        return Kernel.viewSize(view);
    }

    /** {@return a new handle of the section for the application} */
    long export(int access, boolean inherit) {
        Kernel.Result duplicated = Kernel.duplicate(handle, access, inherit);
        if (duplicated.failed()) {
            throw refusal("DuplicateHandle", duplicated);
        }
        return duplicated.value();
    }

    @Override
    public void close() {
        if (view != 0) {
            Kernel.unmapView(view);
        }
        if (ownsHandle) {
            Kernel.close(handle);
        }
        afterwards.run();
    }
}
