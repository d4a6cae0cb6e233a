"""CUDA as the other side of a HandleChannel: receives a buffer by docs/wire-format.md, imports it, reads and writes it.

    cuda_peer.py devices            prints "device UUID" for each of the machine's
    cuda_peer.py connect PATH       connects to PATH and receives a buffer; then
        prints "imported BYTES"     when CUDA has it, and waits for a line on standard input
        prints "saw BYTES"          if they are those that ramp(BYTES) has
        prints "wrote BYTES"        when they are those of ramp(BYTES) backwards
        waits for the end of the channel, and prints "closed" when CUDA has given everything back

What it refuses, it says in a line "refused: ..." and ends with status 3; what CUDA is wrong about, with status 1. It needs the
driver's libcuda.so.1 and nothing but Python's standard library.
"""

import ctypes
import os
import socket
import sys

import peer

OPAQUE_FD = 1
CUDA_EXTERNAL_MEMORY_DEDICATED = 1
PERIOD = 251
RESERVED = ctypes.c_uint * 16


class Win32Handle(ctypes.Structure):
    _fields_ = [("handle", ctypes.c_void_p), ("name", ctypes.c_void_p)]


class Handle(ctypes.Union):
    _fields_ = [("fd", ctypes.c_int), ("win32", Win32Handle), ("nvSciBufObject", ctypes.c_void_p)]


class HandleDesc(ctypes.Structure):
    """CUDA_EXTERNAL_MEMORY_HANDLE_DESC"""
    _fields_ = [("type", ctypes.c_int), ("handle", Handle), ("size", ctypes.c_ulonglong), ("flags", ctypes.c_uint),
                ("reserved", RESERVED)]


class BufferDesc(ctypes.Structure):
    """CUDA_EXTERNAL_MEMORY_BUFFER_DESC"""
    _fields_ = [("offset", ctypes.c_ulonglong), ("size", ctypes.c_ulonglong), ("flags", ctypes.c_uint),
                ("reserved", RESERVED)]


class Refused(Exception):
    pass


class Cuda:
    """The driver API; what fails raises, by the name of its error."""

    def __init__(self):
        try:
            self.library = ctypes.CDLL("libcuda.so.1")
        except OSError as e:
            raise Refused("there is no CUDA here: %s" % e) from e
        self.call("cuInit", 0)

    def call(self, function, *arguments):
        error = getattr(self.library, function)(*arguments)
        if error:
            name = ctypes.c_char_p()
            self.library.cuGetErrorName(error, ctypes.byref(name))
            raise Refused("%s: %s (%d)" % (function, (name.value or b"unknown error").decode(), error))

    def devices(self):
        """Returns device numbers by UUID."""
        count = ctypes.c_int()
        self.call("cuDeviceGetCount", ctypes.byref(count))
        found = {}
        for i in range(count.value):
            device = ctypes.c_int()
            self.call("cuDeviceGet", ctypes.byref(device), i)
            uuid = (ctypes.c_ubyte * 16)()
            self.call("cuDeviceGetUuid", uuid, device)
            found[bytes(uuid)] = device
        return found

    def use(self, uuid):
        devices = self.devices()
        if uuid not in devices:
            raise Refused("the memory is on device %s, CUDA has %s" % (
                uuid.hex(), ", ".join(device.hex() for device in devices) or "none"))
        context = ctypes.c_void_p()
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), devices[uuid])
        self.call("cuCtxSetCurrent", context)

    def import_memory(self, descriptor, size, dedicated):
        """Returns the external memory; the descriptor is CUDA's from then on, unless this raises."""
        wanted = HandleDesc(type=OPAQUE_FD, size=size, flags=CUDA_EXTERNAL_MEMORY_DEDICATED if dedicated else 0)
        wanted.handle.fd = descriptor
        memory = ctypes.c_void_p()
        self.call("cuImportExternalMemory", ctypes.byref(memory), ctypes.byref(wanted))
        return memory

    def map(self, memory, size):
        wanted = BufferDesc(size=size)
        pointer = ctypes.c_ulonglong()
        self.call("cuExternalMemoryGetMappedBuffer", ctypes.byref(pointer), memory, ctypes.byref(wanted))
        return pointer

    def read(self, pointer, size):
        to = ctypes.create_string_buffer(size)
        self.call("cuMemcpyDtoH_v2", to, pointer, ctypes.c_size_t(size))
        return to.raw

    def write(self, pointer, contents):
        self.call("cuMemcpyHtoD_v2", pointer, ctypes.c_char_p(contents), ctypes.c_size_t(len(contents)))
        self.call("cuCtxSynchronize")

    def give_back(self, pointer, memory):
        self.call("cuMemFree_v2", pointer)
        self.call("cuDestroyExternalMemory", memory)


def ramp(size):
    """A period that no power of two divides, so that what is displaced shows."""
    return (bytes(range(PERIOD)) * (size // PERIOD + 1))[:size]


def take(cuda, fields, descriptor, size):
    """Returns memory and pointer. Whatever is wrong, the descriptor is closed."""
    bits, allocation_size, _, handle_type, device, _, _, _ = fields
    try:
        if handle_type != peer.OPAQUE_FD:
            raise Refused("handle type 0x%x is none that CUDA imports" % handle_type)
        if size > allocation_size:
            raise Refused("the buffer has %d bytes, its memory %d" % (size, allocation_size))
        cuda.use(device)
        memory = cuda.import_memory(descriptor, allocation_size, bits & peer.DEDICATED)
    except Exception:
        os.close(descriptor)
        raise
    try:
        return memory, cuda.map(memory, size)
    except Exception:
        cuda.call("cuDestroyExternalMemory", memory)
        raise


def talk(cuda, channel):
    peer.require_user(channel)
    fields, resource, descriptor = peer.receive(channel)
    words = resource.split()
    if words[0] != "buffer":
        os.close(descriptor)
        raise Refused("a buffer was expected, %s came" % resource)
    size = int(words[1])
    memory, pointer = take(cuda, fields, descriptor, size)
    peer.say("imported", size)
    sys.stdin.readline()
    seen = cuda.read(pointer, size)
    expected = ramp(size)
    if seen != expected:
        first = next(i for i in range(size) if seen[i] != expected[i])
        raise ValueError("byte %d is %d and not %d" % (first, seen[first], expected[first]))
    peer.say("saw", size)
    cuda.write(pointer, expected[::-1])
    peer.say("wrote", size)
    try:
        peer.receive(channel)
    except (EOFError, ConnectionResetError):
        pass
    cuda.give_back(pointer, memory)
    peer.say("closed")


def main():
    try:
        cuda = Cuda()
        if sys.argv[1] == "devices":
            for uuid in cuda.devices():
                peer.say("device", uuid.hex())
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as channel:
            channel.settimeout(60)
            channel.connect(sys.argv[2])
            talk(cuda, channel)
    except Refused as e:
        peer.say("refused:", e)
        sys.exit(3)


if __name__ == "__main__":
    main()
