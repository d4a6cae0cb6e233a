package io.github.vkextmem;

/** A call into the operating system failed. */
public final class OperatingSystemException extends RuntimeException {

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

    /** {@return the error's number: errno, or Win32's last error} */
    public int code() {
        return code;
    }
}
