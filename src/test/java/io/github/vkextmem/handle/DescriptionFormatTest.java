package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
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
import org.junit.jupiter.api.Test;

class DescriptionFormatTest {

    /** Offset, size and name of each field with its bytes in {@link #DESCRIPTION}, written down by hand. */
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

    private static byte[] written(MemoryDescription description) {
        return DescriptionFormat.write(description).array().clone();
    }

    @Test
    void everyFieldStandsWhereItShould() throws IOException {
        byte[] bytes = written(DESCRIPTION);
        assertThat(bytes).hasSize(72);
        StringBuilder all = new StringBuilder();
        for (String[] field : FIELDS) {
            int from = Integer.parseInt(field[0]);
            int to = from + Integer.parseInt(field[1]);
            assertThat(HexFormat.of().formatHex(bytes, from, to)).as(field[2]).isEqualTo(field[3]);
            all.append(field[3]);
        }
        assertThat(DescriptionFormat.read(ByteBuffer.wrap(HexFormat.of().parseHex(all))))
                .isEqualTo(DESCRIPTION);
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
        for (String[] field : FIELDS) {
            expected.add(List.of(field).subList(0, 3));
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
                            random.nextInt()));
            assertThat(DescriptionFormat.read(DescriptionFormat.write(description)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(description);
        }
    }

    @Test
    void aMessageWithOneWrongByteIsAValueOrAnIOException() {
        byte[] valid = written(DESCRIPTION);
        int values = 0;
        for (int at = 0; at < valid.length; at++) {
            for (int wrong = 0; wrong < 256; wrong++) {
                byte[] bytes = valid.clone();
                bytes[at] = (byte) wrong;
                try {
                    MemoryDescription read = DescriptionFormat.read(ByteBuffer.wrap(bytes));
                    values++;
                    if (bytes[at] != valid[at]) {
                        assertThat(read).as("byte %d as 0x%02x", at, wrong).isNotEqualTo(DESCRIPTION);
                    }
                } catch (IOException expected) {
                    assertThat(expected).hasMessageMatching("(?s).+");
                } catch (RuntimeException e) {
                    fail("byte %d as 0x%02x".formatted(at, wrong), e);
                }
            }
        }
        assertThat(values).as("UUIDs, LUID and mask are any bytes").isGreaterThan(44 * 256);
    }

    @Test
    void aMessageOfAnotherLengthIsAnIOException() {
        byte[] valid = written(DESCRIPTION);
        for (int length = 0; length < 200; length++) {
            if (length != valid.length) {
                byte[] bytes = Arrays.copyOf(valid, length);
                assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                        .as("%d bytes", length)
                        .isInstanceOf(IOException.class)
                        .hasMessageMatching("a message of (only \\d|\\d+|more) bytes(; version 1 has 72)?");
            }
        }
    }

    @Test
    void aVersionOfAnotherLengthIsReportedByItsNumber() {
        byte[] bytes = Arrays.copyOf(written(DESCRIPTION), 73);
        bytes[4] = (byte) 0xFE;
        bytes[5] = (byte) 0xFF;
        assertThatThrownBy(() -> DescriptionFormat.read(ByteBuffer.wrap(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessage("a message of version 65534; this side knows version 1");
    }
}
