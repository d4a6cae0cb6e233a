package io.github.vkextmem.struct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The registry's tables as they are, row by row. */
final class RegistryTable {

    private RegistryTable() {}

    /** {@return the rows of a table without its heading} */
    static List<String[]> read(String name) throws IOException {
        try (var table = RegistryTable.class.getResourceAsStream("/registry/" + name + ".tsv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }
}
