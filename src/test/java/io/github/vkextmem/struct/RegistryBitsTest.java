package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names and bits of handle types and features against the registry: all of them, and no others. */
class RegistryBitsTest {

    private static List<String> registry(String enumeration) throws IOException {
        List<String> bits = RegistryTable.read("handle-types").stream()
                .filter(row -> row[2].equals(enumeration))
                .map(row -> row[0] + " " + Integer.decode(row[1]))
                .toList();
        assertThat(bits).isNotEmpty();
        return bits;
    }

    private static <F extends Enum<F> & Flag> Stream<String> ours(F[] flags, String prefix, String suffix) {
        return Stream.of(flags).map(flag -> prefix + specificationName(flag.name()) + suffix + " " + flag.bit());
    }

    /** A vendor's suffix stands behind _BIT in the specification. */
    private static String specificationName(String constant) {
        return constant.matches(".*_(EXT|NV|ANDROID|FUCHSIA|QNX|OHOS)")
                ? constant.replaceAll("_([A-Z]+)$", "_BIT_$1")
                : constant + "_BIT";
    }

    @Test
    void handleTypesAreThoseOfTheRegistry() throws IOException {
        assertThat(ours(ExternalMemoryHandleType.values(), "VK_EXTERNAL_MEMORY_HANDLE_TYPE_", ""))
                .containsExactlyInAnyOrderElementsOf(registry("VkExternalMemoryHandleTypeFlagBits"));
        assertThat(ours(ExternalMemoryHandleTypeNV.values(), "VK_EXTERNAL_MEMORY_HANDLE_TYPE_", "_NV"))
                .containsExactlyInAnyOrderElementsOf(registry("VkExternalMemoryHandleTypeFlagBitsNV"));
    }

    @Test
    void featuresAreThoseOfTheRegistry() throws IOException {
        assertThat(ours(ExternalMemoryFeature.values(), "VK_EXTERNAL_MEMORY_FEATURE_", ""))
                .containsExactlyInAnyOrderElementsOf(registry("VkExternalMemoryFeatureFlagBits"));
        assertThat(ours(ExternalMemoryFeatureNV.values(), "VK_EXTERNAL_MEMORY_FEATURE_", "_NV"))
                .containsExactlyInAnyOrderElementsOf(registry("VkExternalMemoryFeatureFlagBitsNV"));
    }
}
