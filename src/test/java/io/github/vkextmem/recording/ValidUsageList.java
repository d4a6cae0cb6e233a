package io.github.vkextmem.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The statements of valid usage of external memory, as the specification lists them. */
public final class ValidUsageList {

    private ValidUsageList() {}

    /** {@return the identifiers} */
    public static List<String> all() {
        try (InputStream in = ValidUsageList.class.getResourceAsStream("/registry/valid-usage.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
