package io.github.vkextmem.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vkextmem.OperatingSystemException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledOnOs(OS.LINUX)
class OpenFileTest {

    /** What a kernel answers about two descriptors. */
    private interface Question {
        boolean isSame(int fd, int other);
    }

    static Stream<OpenFiles.Example> everyKind() {
        return Stream.concat(OpenFiles.memory(), OpenFiles.notMemory());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void kindIsTheFiles(OpenFiles.Example example) {
        int fd = example.open();
        try {
            assertThat(OpenFile.of(fd).kind()).isEqualTo(example.kind());
        } finally {
            Posix.close(fd);
        }
    }

    @Test
    void numberThatIsNotOpenHasNoKind() {
        assertThatThrownBy(() -> OpenFile.of(1_000_001))
                .isInstanceOf(OperatingSystemException.class)
                .hasMessage("statx(1000001) failed: EBADF (9)");
    }

    static Stream<Named<Question>> questions() {
        return Stream.of(
                Named.of("F_DUPFD_QUERY", OpenFile::isSameByFcntl),
                Named.of("kcmp", OpenFile::isSameByKcmp),
                Named.of("either", OpenFile::isSame));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void sameIsADuplicateAndNothingElse(Question question) {
        int fd = OpenFiles.memory().toList().get(2).open();
        int duplicate = Posix.duplicate(fd);
        int openedAgain = OpenFiles.memory().toList().get(2).open();
        try {
            Predicate<Integer> same = other -> question.isSame(fd, other);
            assumeThat(same.test(fd)).as("this kernel answers").isTrue();
            assertThat(same).accepts(duplicate).rejects(openedAgain, 1_000_001, -1);
            Posix.close(duplicate);
            assertThat(same).rejects(duplicate);
        } finally {
            Posix.close(fd);
            Posix.close(openedAgain);
        }
    }
}
