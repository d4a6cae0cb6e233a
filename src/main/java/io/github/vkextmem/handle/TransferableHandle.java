package io.github.vkextmem.handle;

/** A handle of exported memory that can go to another process: what a {@link HandleChannel} carries. */
public sealed interface TransferableHandle extends ExternalHandle
        permits PosixFileDescriptor, NtHandle, NamedNtHandle, GlobalShareHandle {}
