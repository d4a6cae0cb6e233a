package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names and bits of handle types and features against the registry: all of them, and no others. */
class RegistryBitsTest {

    private static List<String> registry(String enumeration) throws IOException {
        List<String> bits = new ArrayList<>();
        try (var table = RegistryBitsTest.class.getResourceAsStream("/registry/handle-types.tsv")) {
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(row -> row[2].equals(enumeration))
                    .forEach(row -> bits.add(row[0] + " " + Integer.decode(row[1])));
        }
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
