package io.github.vkextmem.platform;

/** Names of the Win32 errors that handles, processes, named pipes and security descriptors answer with. */
final class Win32Error {

    /** No failure leaves it: the JVM did something in between that succeeded. */
    static final int LOST = 0;

    static final int FILE_NOT_FOUND = 2;
    static final int ACCESS_DENIED = 5;
    static final int INVALID_HANDLE = 6;
    static final int BROKEN_PIPE = 109;
    static final int SEM_TIMEOUT = 121;
    static final int PIPE_BUSY = 231;
    static final int NO_DATA = 232;
    static final int PIPE_NOT_CONNECTED = 233;
    static final int MORE_DATA = 234;
    static final int PIPE_CONNECTED = 535;
    static final int IO_PENDING = 997;
    static final int NOT_FOUND = 1168;

    private Win32Error() {}

    /** {@return whether the process at the other end of a pipe closed it} */
    static boolean isEnd(int error) {
        return error == BROKEN_PIPE || error == NO_DATA || error == PIPE_NOT_CONNECTED;
    }

    static String nameOf(int error) {
        return switch (error) {
            case LOST -> "an error that the JVM overwrote";
            case FILE_NOT_FOUND -> "ERROR_FILE_NOT_FOUND";
            case 3 -> "ERROR_PATH_NOT_FOUND";
            case 4 -> "ERROR_TOO_MANY_OPEN_FILES";
            case ACCESS_DENIED -> "ERROR_ACCESS_DENIED";
            case INVALID_HANDLE -> "ERROR_INVALID_HANDLE";
            case 8 -> "ERROR_NOT_ENOUGH_MEMORY";
            case 14 -> "ERROR_OUTOFMEMORY";
            case 50 -> "ERROR_NOT_SUPPORTED";
            case 87 -> "ERROR_INVALID_PARAMETER";
            case BROKEN_PIPE -> "ERROR_BROKEN_PIPE";
            case SEM_TIMEOUT -> "ERROR_SEM_TIMEOUT";
            case 123 -> "ERROR_INVALID_NAME";
            case 161 -> "ERROR_BAD_PATHNAME";
            case 170 -> "ERROR_BUSY";
            case 183 -> "ERROR_ALREADY_EXISTS";
            case 206 -> "ERROR_FILENAME_EXCED_RANGE";
            case 230 -> "ERROR_BAD_PIPE";
            case PIPE_BUSY -> "ERROR_PIPE_BUSY";
            case NO_DATA -> "ERROR_NO_DATA";
            case PIPE_NOT_CONNECTED -> "ERROR_PIPE_NOT_CONNECTED";
            case MORE_DATA -> "ERROR_MORE_DATA";
            case PIPE_CONNECTED -> "ERROR_PIPE_CONNECTED";
            case 995 -> "ERROR_OPERATION_ABORTED";
            case IO_PENDING -> "ERROR_IO_PENDING";
            case NOT_FOUND -> "ERROR_NOT_FOUND";
            case 1305 -> "ERROR_UNKNOWN_REVISION";
            case 1314 -> "ERROR_PRIVILEGE_NOT_HELD";
            case 1336 -> "ERROR_INVALID_ACL";
            case 1337 -> "ERROR_INVALID_SID";
            case 1338 -> "ERROR_INVALID_SECURITY_DESCR";
            case 1450 -> "ERROR_NO_SYSTEM_RESOURCES";
            case 1816 -> "ERROR_NOT_ENOUGH_QUOTA";
            default -> "Win32 error";
        };
    }
}
