package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestedLwjgl;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks against the names of the formats, which contain the bits of each component. */
class TexelBlockTest {

    private static final Pattern FORMAT = Pattern.compile("VK_FORMAT_([A-Z]\\d.*|ASTC.*|BC\\d.*|E[AT]C.*|X8_D24.*)");
    private static final Pattern PACKED = Pattern.compile("_(\\d?)PACK(\\d+)");
    private static final Pattern PLANAR = Pattern.compile("(\\d)PLANE_(\\d)(\\d)(\\d)");
    private static final Pattern ASTC = Pattern.compile("ASTC_(\\d+)x(\\d+)_");

    private static Map<String, Integer> formats() throws ReflectiveOperationException {
        Map<String, Integer> formats = new TreeMap<>();
        // By name, because LWJGL 3.3 does not have the last one.
        for (String constants : List.of("VK10", "VK11", "VK13", "KHRMaintenance5", "ARMFormatPack")) {
            String type = "org.lwjgl.vulkan." + constants;
            for (Field field : TestedLwjgl.hasClass(type) ? Class.forName(type).getDeclaredFields() : new Field[0]) {
                Matcher name = FORMAT.matcher(field.getName());
                if (name.matches() && !name.group(1).startsWith("FEATURE")) {
                    formats.put(name.group(1), field.getInt(null));
                }
            }
        }
        return formats;
    }

    static Stream<Arguments> named() throws ReflectiveOperationException {
        return formats().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @Test
    void allFormatsOfVulkan13AreThere() throws ReflectiveOperationException {
        assertThat(formats()).hasSizeGreaterThan(230);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("named")
    void blockIsAsTheNameOfTheFormatTells(String name, int format) {
        List<TexelBlock> planes = new ArrayList<>();
        for (int plane = 0; TexelBlock.ofPlane(format, plane) != null; plane++) {
            planes.add(TexelBlock.ofPlane(format, plane));
        }
        assertThat(planes).isEqualTo(expected(name));
    }

    private static List<TexelBlock> expected(String name) {
        Matcher planar = PLANAR.matcher(name);
        if (planar.find()) {
            int sample = name.startsWith("G8_") ? 1 : 2;
            int width = planar.group(3).equals("2") ? 2 : 1;
            int height = planar.group(4).equals("0") ? 2 : 1;
            width = planar.group(3).equals("4") ? 1 : width;
            TexelBlock luma = new TexelBlock(sample, 1, 1);
            return planar.group(1).equals("2")
                    ? List.of(luma, new TexelBlock(2 * sample, width, height))
                    : List.of(luma, new TexelBlock(sample, width, height), new TexelBlock(sample, width, height));
        }
        if (name.matches("D\\d+.*_S8_.*") || name.endsWith("_ARM")) {
            // Depth and stencil lie apart, each driver in its way; ARM's single-plane formats are too new to matter.
            return List.of();
        }
        return List.of(ofSinglePlane(name));
    }

    private static TexelBlock ofSinglePlane(String name) {
        Matcher astc = ASTC.matcher(name);
        if (astc.find()) {
            return new TexelBlock(16, Integer.parseInt(astc.group(1)), Integer.parseInt(astc.group(2)));
        }
        if (name.endsWith("_BLOCK")) {
            boolean half = name.matches("(BC1|BC4|ETC2_R8G8B8_|ETC2_R8G8B8A1|EAC_R11_).*");
            return new TexelBlock(half ? 8 : 16, 4, 4);
        }
        int width = name.contains("_422_") ? 2 : 1;
        Matcher packed = PACKED.matcher(name);
        if (packed.find()) {
            int words = packed.group(1).isEmpty() ? 1 : Integer.parseInt(packed.group(1));
            return new TexelBlock(words * Integer.parseInt(packed.group(2)) / 8, width, 1);
        }
        int bits = Pattern.compile("\\d+")
                .matcher(name.substring(0, name.indexOf('_')))
                .results()
                .mapToInt(component -> Integer.parseInt(component.group()))
                .sum();
        return new TexelBlock(bits / 8, width, 1);
    }

    @ParameterizedTest
    @MethodSource
    void blockOfUnknownFormatIsUnknown(int format) {
        assertThat(TexelBlock.ofPlane(format, 0)).isNull();
    }

    static Stream<Integer> blockOfUnknownFormatIsUnknown() {
        return Stream.of(Integer.MIN_VALUE, -1, 0, 1_000_054_000, 1_000_156_034, 1_000_470_002, Integer.MAX_VALUE);
    }
}
