"""A peer for HandleChannel that knows nothing but docs/wire-format.md and Python's standard library.

    peer.py connect PATH    connects to PATH
    peer.py listen PATH     listens at PATH, prints "listening" and accepts one connection

Either way it then receives a handle, prints what came, adds one to every byte of its memory, sends a handle of its own
and waits for the end.
"""

import array
import mmap
import os
import socket
import struct
import sys

LAYOUT = struct.Struct("<4sHHqiI16s16s8sIIII")
BUFFER = struct.Struct("<qII")
IMAGE = struct.Struct("<5I5iIiQ")
PLANE = struct.Struct("<4q")
LONGEST = LAYOUT.size + IMAGE.size + 4 * PLANE.size
DRM_FORMAT_MODIFIER = 1000158000
OPAQUE_FD = 0x1
DMA_BUF_EXT = 0x200
DEDICATED = 1
HAS_LUID = 2
UCRED = struct.Struct("iII")


def require_user(channel):
    _, uid, _ = UCRED.unpack(channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, UCRED.size))
    if uid != os.geteuid():
        raise PermissionError("the other process belongs to user %d" % uid)


def read_resource(contents, rest):
    """Returns words for what lies in the memory, or raises."""
    if contents == 0 and not rest:
        return "nothing"
    if contents == 1 and len(rest) == BUFFER.size:
        size, usage, flags = BUFFER.unpack(rest)
        if size <= 0 or not usage:
            raise ValueError("the buffer makes no sense")
        return "buffer %d 0x%x 0x%x" % (size, usage, flags)
    if contents == 2 and len(rest) >= IMAGE.size:
        numbers = IMAGE.unpack_from(rest)
        tiling, usage, extents, samples, planes = numbers[2], numbers[3], numbers[5:10], numbers[10], numbers[11]
        if not usage or min(extents) <= 0 or bin(samples).count("1") != 1 or not 0 <= planes <= 4:
            raise ValueError("the image makes no sense")
        if len(rest) != IMAGE.size + planes * PLANE.size or planes and tiling != DRM_FORMAT_MODIFIER:
            raise ValueError("%d planes in %d bytes" % (planes, len(rest)))
        return "image " + " ".join(map(str, numbers + tuple(
            number for plane in PLANE.iter_unpack(rest[IMAGE.size:]) for number in plane)))
    raise ValueError("contents %d in %d bytes" % (contents, len(rest)))


def receive(channel):
    """Returns the fields and the descriptor, or raises and closes all descriptors."""
    # socket.recv_fds would ignore its flags in the Pythons of today.
    message, control, flags, _ = channel.recvmsg(
        LONGEST + 1, socket.CMSG_SPACE(253 * 4), socket.MSG_CMSG_CLOEXEC)
    descriptors = array.array("i")
    for level, kind, data in control:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(data[:len(data) // 4 * 4])
    try:
        if not message and not descriptors:
            raise EOFError
        if len(message) < 6 or message[:4] != b"VKXM":
            raise ValueError("not a message of this format")
        version = struct.unpack_from("<H", message, 4)[0]
        if version != 1 or not LAYOUT.size <= len(message) <= LONGEST:
            raise ValueError("version %d, %d bytes" % (version, len(message)))
        (_, _, bits, size, memory_type, handle_type, device, driver, luid, mask, reserved, contents,
         length) = LAYOUT.unpack_from(message)
        if length != len(message) - LAYOUT.size:
            raise ValueError("%d bytes announced, %d came" % (length, len(message) - LAYOUT.size))
        resource = read_resource(contents, message[LAYOUT.size:])
        if bits & ~(DEDICATED | HAS_LUID) or reserved or size <= 0 or not 0 <= memory_type < 32:
            raise ValueError("the description makes no sense")
        if handle_type not in (OPAQUE_FD, DMA_BUF_EXT):
            raise ValueError("handle type 0x%x is no descriptor" % handle_type)
        if flags & socket.MSG_CTRUNC or len(descriptors) != 1:
            raise ValueError("%d descriptors" % len(descriptors))
    except Exception:
        for descriptor in descriptors:
            os.close(descriptor)
        raise
    return (bits, size, memory_type, handle_type, device, driver, luid, mask), resource, descriptors[0]


def send(channel, fields, contents, resource, descriptor):
    bits, size, memory_type, handle_type, device, driver, luid, mask = fields
    message = LAYOUT.pack(
        b"VKXM", 1, bits, size, memory_type, handle_type, device, driver, luid, mask, 0, contents, len(resource)) + resource
    socket.send_fds(channel, [message], [descriptor])


def say(*words):
    print(*words, flush=True)


def talk(channel):
    require_user(channel)
    fields, resource, descriptor = receive(channel)
    bits, size, memory_type, handle_type, device, driver, luid, mask = fields
    say("flags", bits)
    say("allocationSize", size)
    say("memoryTypeIndex", memory_type)
    say("handleType", handle_type)
    say("deviceUUID", device.hex())
    say("driverUUID", driver.hex())
    say("deviceLUID", luid.hex())
    say("deviceNodeMask", mask)
    say("contents", resource)
    say("inheritable", os.get_inheritable(descriptor))
    with mmap.mmap(descriptor, size) as memory:
        memory[:] = bytes((byte + 1) % 256 for byte in memory[:])
    os.close(descriptor)

    mine = os.memfd_create("from-python", os.MFD_CLOEXEC)
    os.write(mine, bytes(range(256)))
    send(channel, (DEDICATED | HAS_LUID, 256, 31, DMA_BUF_EXT, bytes(range(16)), bytes(range(16, 32)),
                   bytes(range(1, 9)), 0x80000001),
         2, IMAGE.pack(37, 1, DRM_FORMAT_MODIFIER, 3, 8, 1920, 1080, 1, 11, 6, 4, 1, 0x0102030405060708)
         + PLANE.pack(128, 7680, 0, 0), mine)
    try:
        receive(channel)
    except EOFError:
        # Only now: what was sent is the other side's, but its answer in the memory is seen here too.
        say("answer", os.pread(mine, 1, 0)[0])
    os.close(mine)


def main():
    mode, path = sys.argv[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as end:
        end.settimeout(20)
        if mode == "connect":
            end.connect(path)
            talk(end)
        else:
            end.bind(path)
            end.listen()
            say("listening")
            channel, _ = end.accept()
            with channel:
                channel.settimeout(20)
                talk(channel)


if __name__ == "__main__":
    main()
