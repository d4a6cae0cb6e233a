package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The second process of {@link NtHandleOnWindowsTest}: it reads a byte of a section, and writes the next. */
final class SectionChild {

    static final String READY = "child: ready";
    static final String DONE = "child: done";

    private SectionChild() {}

    public static void main(String[] arguments) throws Exception {
        byte expected = Byte.parseByte(arguments[1]);
        if (arguments[0].equals("name")) {
            try (NtHandle section =
                    Sections.open(arguments[2], AccessRights.SECTION_MAP_READ | AccessRights.SECTION_MAP_WRITE)) {
                answer(section, expected);
            }
        } else if (arguments[0].equals("inherited")) {
            try (NtHandle section =
                    NtHandle.adopt(Long.parseLong(arguments[2]), ExternalMemoryHandleType.OPAQUE_WIN32)) {
                answer(section, expected);
            }
        } else {
            System.out.println(READY);
            String value = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
            try (NtHandle section = NtHandle.adopt(Long.parseLong(value), ExternalMemoryHandleType.OPAQUE_WIN32)) {
                assertThat(section.isInheritable()).isFalse();
                answer(section, expected);
            }
        }
        System.out.println(DONE);
    }

    private static void answer(NtHandle section, byte expected) {
        assertThat(Sections.read(section.handle(), 0)).isEqualTo(expected);
        Sections.write(section.handle(), 1, (byte) (expected + 1));
    }
}
