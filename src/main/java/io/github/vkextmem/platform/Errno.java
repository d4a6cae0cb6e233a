package io.github.vkextmem.platform;

/** Names of the Linux errors that file descriptors and Unix domain sockets answer with. */
public final class Errno {

    static final int ENOENT = 2;
    static final int EINTR = 4;
    public static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int EPIPE = 32;
    static final int ENOTSOCK = 88;
    static final int EPROTOTYPE = 91;
    static final int EADDRINUSE = 98;
    static final int ECONNRESET = 104;
    static final int ENOTCONN = 107;
    static final int ECONNREFUSED = 111;

    private Errno() {}

    static String nameOf(int errno) {
        return switch (errno) {
            case 1 -> "EPERM";
            case ENOENT -> "ENOENT";
            case EINTR -> "EINTR";
            case EBADF -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 17 -> "EEXIST";
            case 20 -> "ENOTDIR";
            case 22 -> "EINVAL";
            case 23 -> "ENFILE";
            case 24 -> "EMFILE";
            case 30 -> "EROFS";
            case EPIPE -> "EPIPE";
            case 40 -> "ELOOP";
            case ENOTSOCK -> "ENOTSOCK";
            case 90 -> "EMSGSIZE";
            case EPROTOTYPE -> "EPROTOTYPE";
            case EADDRINUSE -> "EADDRINUSE";
            case ECONNRESET -> "ECONNRESET";
            case 105 -> "ENOBUFS";
            case ENOTCONN -> "ENOTCONN";
            case 109 -> "ETOOMANYREFS";
            case 110 -> "ETIMEDOUT";
            case ECONNREFUSED -> "ECONNREFUSED";
            default -> "errno";
        };
    }
}
