package io.github.vkextmem;

import java.io.IOException;

/** A call into the operating system failed. */
public final class OperatingSystemException extends VkextmemException {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Reports a failed call.
     *
     * @param call the call with its argument, as {@code close(17)}
     * @param name the error's name, as {@code EBADF}
     * @param code the error's number: errno, or Win32's last error
     */
    public OperatingSystemException(String call, String name, int code) {
        super(call + " failed: " + name + " (" + code + ")");
        this.code = code;
    }

    /**
     * Reports a failed operation on files.
     *
     * @param operation the operation with its argument, as {@code delete(/run/app/socket)}
     * @param cause how the JDK reports it
     */
    public OperatingSystemException(String operation, IOException cause) {
        super(operation + " failed: " + cause, cause);
        this.code = 0;
    }

    /** {@return the error's number: errno, or Win32's last error; 0 if the JDK reported the failure without it} */
    public int code() {
        return code;
    }
}
