package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Win32ObjectNameTest {

    private static ExportMemoryWin32HandleInfoKHR named(String name) {
        return ExportMemoryWin32HandleInfoKHR.of(null, 1).withName(name);
    }

    static Stream<String> namesThatAreTaken() {
        return Stream.of(
                "a", "Local\\a", "Global\\a", "a/b c:ä", "local", "x".repeat(260), "Local\\" + "x".repeat(254));
    }

    @ParameterizedTest
    @MethodSource
    void namesThatAreTaken(String name) {
        assertThat(named(name).name()).isEqualTo(name);
    }

    static Stream<String> namesThatAreNot() {
        return Stream.of(
                "",
                "\0",
                "a\0",
                "\\",
                "a\\b",
                "Local\\",
                "Global\\",
                "Local\\a\\b",
                "Local\\Global\\a",
                "Global\\Local\\a",
                "Session\\1\\a",
                "local\\a",
                "x".repeat(261),
                "Local\\" + "x".repeat(255));
    }

    @ParameterizedTest
    @MethodSource
    void namesThatAreNot(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named(name))
                .withMessage(
                        "the name of a kernel object is what follows an optional 'Local\\' or 'Global\\', is not empty, has"
                                + " no other backslash and no NUL, and is at most 260 characters long in all; this one is not: '"
                                + name + "'");
    }
}
