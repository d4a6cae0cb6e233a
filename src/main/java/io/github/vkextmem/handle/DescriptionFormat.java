package io.github.vkextmem.handle;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The bytes of a message, as docs/wire-format.md lays them out. What comes from a peer is untrusted: every number is
 * checked before it becomes a value.
 */
final class DescriptionFormat {

    /** The description of the memory, which each message begins with. */
    private static final int MEMORY_LENGTH = 72;

    private static final int MIN_LENGTH = MEMORY_LENGTH + ResourceFormat.MIN_LENGTH;

    /** The longest message. */
    static final int MAX_LENGTH = MEMORY_LENGTH + ResourceFormat.MAX_LENGTH;

    /** The bytes at the front that every version has. */
    private static final int HEADER = 6;

    private static final int MAGIC = 'V' | 'K' << 8 | 'X' << 16 | 'M' << 24;
    private static final short VERSION = 1;
    private static final short DEDICATED = 1;
    private static final short HAS_LUID = 2;

    private DescriptionFormat() {}

    static ByteBuffer write(MemoryDescription description) {
        ByteBuffer bytes = ByteBuffer.allocate(MEMORY_LENGTH + ResourceFormat.length(description.resource()))
                .order(ByteOrder.LITTLE_ENDIAN);
        DeviceIdentity device = description.device();
        int flags =
                (description.dedicated() ? DEDICATED : 0) | (device.deviceLUID().isPresent() ? HAS_LUID : 0);
        bytes.putInt(MAGIC).putShort(VERSION).putShort((short) flags);
        bytes.putLong(description.allocationSize());
        bytes.putInt(description.memoryTypeIndex());
        bytes.putInt(description.handleType().bit());
        putUuid(bytes, device.deviceUUID());
        putUuid(bytes, device.driverUUID());
        bytes.putLong(device.deviceLUID().orElse(0));
        bytes.putInt(device.deviceNodeMask());
        bytes.putInt(0);
        ResourceFormat.write(description.resource(), bytes);
        return bytes;
    }

    /** {@return how many bytes of a message are its description, by what it says itself} */
    static int length(ByteBuffer message) {
        if (message.capacity() < HEADER) {
            throw new PeerException("a message of only " + message.capacity() + " bytes");
        }
        ByteBuffer bytes = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != MAGIC) {
            throw new PeerException("the message does not begin with VKXM");
        }
        short version = bytes.getShort(Integer.BYTES);
        if (version != VERSION) {
            throw new PeerException(
                    "a message of version " + Short.toUnsignedInt(version) + "; this side knows version " + VERSION);
        }
        if (message.capacity() < MIN_LENGTH) {
            throw new PeerException("a message of " + message.capacity() + " bytes; version " + VERSION
                    + " has at least " + MIN_LENGTH);
        }
        int rest = bytes.getInt(MIN_LENGTH - Integer.BYTES);
        if (rest < 0 || rest > message.capacity() - MIN_LENGTH) {
            throw new PeerException(
                    Integer.toUnsignedString(rest) + " bytes are announced about what lies in the memory, "
                            + (message.capacity() - MIN_LENGTH) + " came");
        }
        return MIN_LENGTH + rest;
    }

    /** Reads a description that is all of a message. */
    static MemoryDescription read(ByteBuffer message) {
        int length = length(message);
        if (length != message.capacity()) {
            throw new PeerException(
                    "a message of " + message.capacity() + " bytes, and its description takes " + length);
        }
        ByteBuffer bytes =
                message.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN).position(HEADER);
        short flags = bytes.getShort();
        if ((flags & ~(DEDICATED | HAS_LUID)) != 0) {
            throw new PeerException("unknown flags 0x" + Integer.toHexString(Short.toUnsignedInt(flags)));
        }
        if (bytes.getInt(MEMORY_LENGTH - Integer.BYTES) != 0) {
            throw new PeerException("the reserved four bytes of the message are not zero");
        }
        try {
            return new MemoryDescription(
                    bytes.getLong(),
                    bytes.getInt(),
                    ExternalMemoryHandleType.ofBit(bytes.getInt()),
                    (flags & DEDICATED) != 0,
                    readDevice(bytes, (flags & HAS_LUID) != 0),
                    ResourceFormat.read(bytes.position(MEMORY_LENGTH)));
        } catch (IllegalArgumentException e) {
            throw new PeerException("the description makes no sense: " + e.getMessage(), e);
        }
    }

    private static DeviceIdentity readDevice(ByteBuffer bytes, boolean hasLuid) {
        UUID deviceUUID = readUuid(bytes);
        UUID driverUUID = readUuid(bytes);
        long luid = bytes.getLong();
        return new DeviceIdentity(
                deviceUUID, driverUUID, hasLuid ? OptionalLong.of(luid) : OptionalLong.empty(), bytes.getInt());
    }

    /** A UUID is 16 bytes in the order in which it is printed, whatever the byte order of numbers. */
    private static void putUuid(ByteBuffer bytes, UUID uuid) {
        bytes.putLong(Long.reverseBytes(uuid.getMostSignificantBits()));
        bytes.putLong(Long.reverseBytes(uuid.getLeastSignificantBits()));
    }

    private static UUID readUuid(ByteBuffer bytes) {
        return new UUID(Long.reverseBytes(bytes.getLong()), Long.reverseBytes(bytes.getLong()));
    }
}
