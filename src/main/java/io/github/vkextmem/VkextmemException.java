package io.github.vkextmem;

/**
 * The parent of all exceptions of this library; each is unchecked and serializable.
 *
 * <p>Invalid arguments and calls in the wrong state are reported with the exceptions of the JDK:
 * {@link IllegalArgumentException}, {@link IllegalStateException}, {@link IndexOutOfBoundsException}.
 */
public abstract class VkextmemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Only this library defines kinds of failure. */
    VkextmemException(String message) {
        super(message);
    }

    VkextmemException(String message, Throwable cause) {
        super(message, cause);
    }
}
