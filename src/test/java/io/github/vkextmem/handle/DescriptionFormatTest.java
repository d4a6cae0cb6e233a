package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.struct.SubresourceLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionFormatTest {

    /** Offset, size and name of each field with its bytes in {@link #IMAGE}, written down by hand. */
    private static final String[][] FIELDS = {
        {"0", "4", "magic", "564b584d"},
        {"4", "2", "version", "0100"},
        {"6", "2", "flags", "0300"},
        {"8", "8", "allocationSize", "8877665544332211"},
        {"16", "4", "memoryTypeIndex", "1d000000"},
        {"20", "4", "handleType", "00020000"},
        {"24", "16", "deviceUUID", "00112233445566778899aabbccddeeff"},
        {"40", "16", "driverUUID", "f0e1d2c3b4a5968778695a4b3c2d1e0f"},
        {"56", "8", "deviceLUID", "0102030405060708"},
        {"64", "4", "deviceNodeMask", "040302f1"},
        {"68", "4", "reserved", "00000000"},
        {"72", "4", "contents", "02000000"},
        {"76", "4", "contentsLength", "78000000"},
    };

    /** What follows where the memory holds an image. */
    private static final String[][] IMAGE_FIELDS = {
        {"80", "4", "format", "25000000"},
        {"84", "4", "imageType", "01000000"},
        {"88", "4", "tiling", "30339d3b"},
        {"92", "4", "usage", "03000000"},
        {"96", "4", "flags", "08000000"},
        {"100", "4", "width", "80070000"},
        {"104", "4", "height", "38040000"},
        {"108", "4", "depth", "02000000"},
        {"112", "4", "mipLevels", "0b000000"},
        {"116", "4", "arrayLayers", "06000000"},
        {"120", "4", "samples", "04000000"},
        {"124", "4", "planeCount", "02000000"},
        {"128", "8", "drmFormatModifier", "0807060504030201"},
        {"136", "8", "offset", "0010000000000000"},
        {"144", "8", "rowPitch", "001e000000000000"},
        {"152", "8", "arrayPitch", "0000000001000000"},
        {"160", "8", "depthPitch", "0000000002000000"},
    };

    private static final String SECOND_PLANE = "0020000000000000" + "0000000000000000".repeat(3);

    /** What follows where the memory holds a buffer. */
    private static final String[][] BUFFER_FIELDS = {
        {"80", "8", "size", "8877665544332211"},
        {"88", "4", "usage", "03000080"},
        {"92", "4", "flags", "10000000"},
    };

    private static final MemoryDescription DESCRIPTION = new MemoryDescription(
            0x1122334455667788L,
            29,
            ExternalMemoryHandleType.DMA_BUF_EXT,
            true,
            new DeviceIdentity(
                    UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                    UUID.fromString("f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f"),
                    OptionalLong.of(0x0807060504030201L),
                    0xF1020304));

    private static final MemoryDescription IMAGE = DESCRIPTION.with(new ImageParameters(
            new ImageFormatInfo(37, 1, 1000158000, 3, 8),
            1920,
            1080,
            2,
            11,
            6,
            4,
            new ImageDrmFormatModifierExplicitCreateInfoEXT(
                    0x0102030405060708L,
                    List.of(
                            new SubresourceLayout(4096, 0, 7680, 0x1_0000_0000L, 0x2_0000_0000L),
                            new SubresourceLayout(8192, 0, 0, 0, 0)))));

    private static final MemoryDescription BUFFER =
            DESCRIPTION.with(new BufferParameters(0x1122334455667788L, 0x80000003, 0x10));

    private static byte[] written(MemoryDescription description) {
        return DescriptionFormat.write(description).array().clone();
    }

    private static void assertFields(byte[] bytes, String[][]... tables) {
        for (String[][] table : tables) {
            for (String[] field : table) {
                int from = Integer.parseInt(field[0]);
                int to = from + Integer.parseInt(field[1]);
                assertThat(HexFormat.of().formatHex(bytes, from, to))
                        .as(field[2])
                        .isEqualTo(field[3]);
            }
        }
    }

    private static String bytesOf(String[][]... tables) {
        return Stream.of(tables).flatMap(Stream::of).map(field -> field[3]).collect(Collectors.joining());
    }

    private static MemoryDescription readFrom(String hex) throws IOException {
        return DescriptionFormat.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void everyFieldOfAnImageStandsWhereItShould() throws IOException {
        byte[] bytes = written(IMAGE);
        assertThat(bytes).hasSize(200);
        assertFields(bytes, FIELDS, IMAGE_FIELDS);
        assertThat(HexFormat.of().formatHex(bytes, 168, 200)).isEqualTo(SECOND_PLANE);
        assertThat(readFrom(bytesOf(FIELDS, IMAGE_FIELDS) + SECOND_PLANE)).isEqualTo(IMAGE);
    }

    @Test
    void everyFieldOfABufferStandsWhereItShould() throws IOException {
        byte[] bytes = written(BUFFER);
        assertThat(bytes).hasSize(96);
        assertFields(bytes, Arrays.copyOf(FIELDS, 11), BUFFER_FIELDS);
        assertThat(HexFormat.of().formatHex(bytes, 72, 80)).isEqualTo("0100000010000000");
        assertThat(readFrom(bytesOf(Arrays.copyOf(FIELDS, 11)) + "0100000010000000" + bytesOf(BUFFER_FIELDS)))
                .isEqualTo(BUFFER);
    }

    @Test
    void memoryAloneSaysSo() throws IOException {
        byte[] bytes = written(DESCRIPTION);
        assertThat(bytes).hasSize(80);
        assertThat(HexFormat.of().formatHex(bytes, 72, 80)).isEqualTo("0000000000000000");
        assertThat(readFrom(HexFormat.of().formatHex(bytes))).isEqualTo(DESCRIPTION);
    }

    @Test
    void anImageWithoutModifierHasNoPlanes() throws IOException {
        MemoryDescription description = DESCRIPTION.with(ImageParameters.of2D(37, 64, 32, 1));
        byte[] bytes = written(description);
        assertThat(bytes).hasSize(136);
        assertThat(HexFormat.of().formatHex(bytes, 124, 136)).isEqualTo("0".repeat(24));
        assertThat(readFrom(HexFormat.of().formatHex(bytes))).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "72 | 03000000 | unknown contents of the memory: 3",
                "76 | 77000000 | a message of 200 bytes, and its description takes 199",
                "76 | 88ffffff | 4294967176 bytes are announced",
                "124 | 05000000 | 5 planes",
                "124 | ffffffff | 4294967295 planes",
                "124 | 01000000 | instead of 88",
                "124 | 00000000 | instead of 56",
                "84 | 03000000 | type must be",
                "84 | ffffffff | type must be",
                "88 | 00000000 | tiling is 0",
                "88 | 02000000 | tiling must be",
                "88 | ffffffff | tiling must be",
                "92 | 00000000 | usage is 0",
                "100 | 00000000 | width must be positive",
                "104 | 000000ff | height must be positive",
                "120 | 03000000 | samples must be one",
                "120 | 80000000 | samples must be one",
                "136 | 00000000000000ff | must not be negative",
                "136 | 8877665544332211 | 1 bytes or more at offset 1234605616436508552, and the memory has 12346056164",
                "128 | 0000000000000000 | arrayPitch of LINEAR memory plane 0 is 4294967296",
                "108 | 01000000 | the pitch of a single layer or slice must be 0",
            })
    void whatMakesNoSenseIsRefused(int offset, String hex, String message) {
        byte[] bytes = written(IMAGE);
        byte[] wrong = HexFormat.of().parseHex(hex);
        System.arraycopy(wrong, 0, bytes, offset, wrong.length);
        assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBufferThatIsLargerThanItsMemoryIsRefused() throws IOException {
        byte[] bytes = written(BUFFER);
        bytes[8]--;
        assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("does not lie in memory of");
        bytes[80]--;
        assertThat(DescriptionFormat.read(ByteBuffer.wrap(bytes)).buffer()).isPresent();
    }

    @Test
    void aModifierWithoutPlanesIsRefused() {
        byte[] bytes = written(DESCRIPTION.with(ImageParameters.of2D(37, 64, 32, 1)));
        bytes[128] = 1;
        assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("modifier without planes");
    }

    @Test
    void flagsSayWhatIsThere() {
        DeviceIdentity device = DESCRIPTION.device();
        DeviceIdentity withoutLuid = new DeviceIdentity(
                device.deviceUUID(), device.driverUUID(), OptionalLong.empty(), device.deviceNodeMask());
        assertThat(written(withDevice(false, device))[6]).isEqualTo((byte) 2);
        assertThat(written(withDevice(true, withoutLuid))[6]).isEqualTo((byte) 1);
        byte[] neither = written(withDevice(false, withoutLuid));
        assertThat(neither[6]).isZero();
        assertThat(HexFormat.of().formatHex(neither, 56, 64)).as("LUID").isEqualTo("0000000000000000");
    }

    private static MemoryDescription withDevice(boolean dedicated, DeviceIdentity device) {
        return new MemoryDescription(1, 0, ExternalMemoryHandleType.OPAQUE_FD, dedicated, device);
    }

    @Test
    void thePageSaysTheSame() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("project.basedir", "."), "docs", "wire-format.md"));
        Matcher rows =
                Pattern.compile("(?m)^\\| (\\d+) \\| (\\d+) \\| (\\w+) \\|").matcher(page);
        List<List<String>> fields = new ArrayList<>();
        while (rows.find()) {
            fields.add(List.of(rows.group(1), rows.group(2), rows.group(3)));
        }
        List<List<String>> expected = new ArrayList<>();
        for (String[][] table : List.of(FIELDS, BUFFER_FIELDS, IMAGE_FIELDS)) {
            for (String[] field : table) {
                expected.add(List.of(field).subList(0, 3));
            }
        }
        assertThat(fields).isEqualTo(expected);
    }

    @Test
    void whatIsWrittenReadsBackEqual() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DescriptionFormatTest: seed " + seed);
        Random random = new Random(seed);
        ExternalMemoryHandleType[] types = ExternalMemoryHandleType.values();
        for (int i = 0; i < 1_000; i++) {
            MemoryDescription description = new MemoryDescription(
                    1 + (random.nextLong() >>> (1 + random.nextInt(63))),
                    random.nextInt(32),
                    types[random.nextInt(types.length)],
                    random.nextBoolean(),
                    new DeviceIdentity(
                            new UUID(random.nextLong(), random.nextLong()),
                            new UUID(random.nextLong(), random.nextLong()),
                            random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                            random.nextInt()),
                    null);
            ResourceParameters resource = resource(random, description.allocationSize());
            description = resource == null ? description : description.with(resource);
            assertThat(DescriptionFormat.read(DescriptionFormat.write(description)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(description);
        }
    }

    private static ResourceParameters resource(Random random, long allocationSize) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new BufferParameters(1 + random.nextLong(allocationSize), 1 | random.nextInt(), random.nextInt());
            default -> {
                int planes = random.nextInt(5);
                int depth = 1 + random.nextInt(4);
                int layers = 1 + random.nextInt(4);
                yield new ImageParameters(
                        new ImageFormatInfo(
                                random.nextInt(),
                                random.nextInt(3),
                                planes == 0 ? random.nextInt(2) : 1000158000,
                                1 | random.nextInt(),
                                random.nextInt()),
                        1 + random.nextInt(1 << 30),
                        1 + random.nextInt(1 << 30),
                        depth,
                        1 + random.nextInt(16),
                        layers,
                        1 << random.nextInt(7),
                        planes == 0
                                ? null
                                : new ImageDrmFormatModifierExplicitCreateInfoEXT(
                                        1 | random.nextLong(),
                                        Stream.generate(() -> new SubresourceLayout(
                                                        random.nextLong(allocationSize),
                                                        0,
                                                        random.nextLong() >>> 1,
                                                        layers == 1 ? 0 : random.nextLong() >>> 1,
                                                        depth == 1 ? 0 : random.nextLong() >>> 1))
                                                .limit(planes)
                                                .toList()));
            }
        };
    }

    @Test
    void aMessageWithOneWrongByteIsAValueOrAPeerException() {
        byte[] valid = written(IMAGE);
        int values = 0;
        for (int at = 0; at < valid.length; at++) {
            for (int wrong = 0; wrong < 256; wrong++) {
                byte[] bytes = valid.clone();
                bytes[at] = (byte) wrong;
                try {
                    MemoryDescription read = DescriptionFormat.read(ByteBuffer.wrap(bytes));
                    values++;
                    if (bytes[at] != valid[at]) {
                        assertThat(read).as("byte %d as 0x%02x", at, wrong).isNotEqualTo(IMAGE);
                    }
                } catch (PeerException expected) {
                    assertThat(expected).hasMessageMatching("(?s).+");
                } catch (RuntimeException e) {
                    fail("byte %d as 0x%02x".formatted(at, wrong), e);
                }
            }
        }
        assertThat(values).as("UUIDs, LUID and mask are any bytes").isGreaterThan(44 * 256);
    }

    @Test
    void aMessageOfAnotherLengthIsAPeerException() {
        byte[] valid = written(IMAGE);
        for (int length = 0; length < 400; length++) {
            if (length != valid.length) {
                byte[] bytes = Arrays.copyOf(valid, length);
                assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                        .as("%d bytes", length)
                        .isInstanceOf(PeerException.class)
                        .hasMessageMatching("a message of (only \\d|\\d+) bytes"
                                + "(; version 1 has at least 80|, and its description takes 200)?"
                                + "|120 bytes are announced about what lies in the memory, \\d+ came");
            }
        }
    }

    @Test
    void aVersionOfAnotherLengthIsReportedByItsNumber() {
        byte[] bytes = Arrays.copyOf(written(DESCRIPTION), 73);
        bytes[4] = (byte) 0xFE;
        bytes[5] = (byte) 0xFF;
        assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                .isInstanceOf(PeerException.class)
                .hasMessage("a message of version 65534; this side knows version 1");
    }
}
