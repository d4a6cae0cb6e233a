package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Compares the code on a page with a class of examples, which compiles. */
final class Documentation {

    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));

    private Documentation() {}

    static void assertBlocksCompile(String page, String examples) throws IOException {
        String code = withoutLayout(
                Files.readString(BASE.resolve("src/test/java/io/github/vkextmem/functional/" + examples + ".java")));
        List<String> blocks = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(BASE.resolve(page)))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(block -> assertThat(code).contains(withoutLayout(block)));
    }

    private static String withoutLayout(String code) {
        return code.replaceAll("\\s+", "");
    }
}
