package io.github.vkextmem.layer;

import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryHandleTypesNV;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random values, the same for the same seed: odd ones, and often enough such as a call may take. */
final class Dice {

    /** Of the others neither LWJGL nor an older layer can tell whether their extension is on. */
    private static final List<ExternalMemoryHandleType> HANDLE_TYPES = Arrays.stream(ExternalMemoryHandleType.values())
            .filter(type -> TestedLwjgl.knows(type.extension()))
            .toList();

    private static final List<ExternalMemoryHandleTypeNV> HANDLE_TYPES_NV =
            List.of(ExternalMemoryHandleTypeNV.values());

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** {@return true once in a number of times} */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** {@return from 0 to a bound, which it is not} */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int anyInt() {
        return random.nextInt();
    }

    long anyLong() {
        return random.nextLong();
    }

    /** {@return from a little below 0 to a little above 1} */
    float aroundZeroToOne() {
        return oneIn(20) ? Float.NaN : (float) (random.nextDouble() * 1.2 - 0.1);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** {@return some of the bits of a mask, or all, or none} */
    int someOf(int mask) {
        return oneIn(4) ? 1 << below(Integer.SIZE) & mask : anyInt() & anyInt() & mask;
    }

    /** {@return a size in bytes: mostly a few pages, sometimes odd, seldom far too large} */
    long size() {
        return switch (below(40)) {
            case 0 -> 0;
            case 1 -> anyLong();
            case 2 -> 1L << below(Long.SIZE);
            case 3, 4, 5, 6 -> 1 + below(1 << 16);
            default -> (1L + below(16)) << 12;
        };
    }

    /** {@return a memory type, mostly the first} */
    int memoryType() {
        return oneIn(20) ? (oneIn(2) ? anyInt() : below(Integer.SIZE)) : 0;
    }

    ExternalMemoryHandleType handleType() {
        return oneIn(2) ? ExternalMemoryHandleType.OPAQUE_FD : oneOf(HANDLE_TYPES);
    }

    /** {@return mostly one or two handle types, sometimes none, seldom bits that are none} */
    ExternalMemoryHandleTypes handleTypes() {
        return switch (below(20)) {
            case 0 -> ExternalMemoryHandleTypes.ofBits(anyInt());
            case 1 -> ExternalMemoryHandleTypes.of();
            case 2, 3 -> ExternalMemoryHandleTypes.of(handleType(), handleType());
            default -> ExternalMemoryHandleTypes.of(handleType());
        };
    }

    ExternalMemoryHandleTypeNV handleTypeNV() {
        return oneOf(HANDLE_TYPES_NV);
    }

    ExternalMemoryHandleTypesNV handleTypesNV() {
        return oneIn(10)
                ? ExternalMemoryHandleTypesNV.ofBits(anyInt())
                : ExternalMemoryHandleTypesNV.of(handleTypeNV());
    }
}
