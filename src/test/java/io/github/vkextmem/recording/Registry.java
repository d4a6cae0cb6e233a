package io.github.vkextmem.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Vulkan registry's structures and commands: the tables of the external memory extensions, and a few more of core
 * Vulkan that are needed to receive calls.
 */
public final class Registry {

    /** A command's parameter, with its C type. */
    record Parameter(String type, String name) {}

    /**
     * A command.
     *
     * @param name the command, without the suffix of an extension that became core
     * @param parameters in order
     * @param errorCodes by name
     */
    record Command(String name, List<Parameter> parameters, List<String> errorCodes) {}

    private static final Map<String, StructureLayout> STRUCTURES = new HashMap<>();
    private static final Map<Integer, StructureLayout> BY_S_TYPE = new HashMap<>();
    private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

    static {
        Map<String, List<String[]>> rows = new LinkedHashMap<>();
        for (String[] row : rows("/registry/structures.tsv", "/recording/structures.tsv")) {
            rows.computeIfAbsent(row[0], name -> new ArrayList<>()).add(row);
        }
        for (String name : rows.keySet()) {
            layout(name, rows);
        }
        for (String[] row : rows("/registry/commands.tsv", "/recording/commands.tsv")) {
            List<Parameter> parameters = Arrays.stream(row[1].split("; "))
                    .map(text -> new Parameter(
                            text.substring(0, text.lastIndexOf(' ')), text.substring(text.lastIndexOf(' ') + 1)))
                    .toList();
            COMMANDS.put(row[0], new Command(row[0], parameters, list(row[3])));
        }
    }

    private Registry() {}

    /** {@return the error codes, by name, that a command may answer} */
    public static List<String> errorCodes(String command) {
        return command(command).errorCodes();
    }

    /** {@return the names of the commands of external memory} */
    public static List<String> commandsOfExternalMemory() {
        return rows("/registry/commands.tsv").stream().map(row -> row[0]).toList();
    }

    static Command command(String name) {
        Command command = COMMANDS.get(name);
        if (command == null) {
            throw new AssertionError("the tables do not describe the command " + name);
        }
        return command;
    }

    /** {@return the layout of a structure} */
    public static StructureLayout structure(String name) {
        StructureLayout layout = STRUCTURES.get(name);
        if (layout == null) {
            throw new AssertionError("the tables do not describe the structure " + name);
        }
        return layout;
    }

    static boolean describes(String structure) {
        return STRUCTURES.containsKey(structure);
    }

    /** {@return the structure with an sType, if the tables describe it} */
    public static StructureLayout ofSType(int sType) {
        StructureLayout layout = BY_S_TYPE.get(sType);
        if (layout == null) {
            throw new AssertionError("the tables describe no structure with sType " + sType);
        }
        return layout;
    }

    /** {@return all structures with an sType} */
    static Set<String> structures() {
        return Set.copyOf(STRUCTURES.keySet());
    }

    /** A structure within another needs its layout first. */
    private static StructureLayout layout(String name, Map<String, List<String[]>> rows) {
        StructureLayout known = STRUCTURES.get(name);
        if (known != null) {
            return known;
        }
        StructureLayout.Builder builder = new StructureLayout.Builder(name);
        for (String[] row : rows.get(name)) {
            String type = row[2].endsWith("*") ? CType.pointee(row[2]) : row[2];
            StructureLayout nested = rows.containsKey(type) ? layout(type, rows) : null;
            builder.member(row[1], row[2], nested);
            if (row[1].equals("sType")) {
                builder.sType(Integer.parseInt(row[4].substring(row[4].indexOf("= ") + 2)), list(row[5]));
                builder.allowsDuplicates(row[7].equals("true"));
            }
        }
        StructureLayout layout = builder.build();
        STRUCTURES.put(name, layout);
        if (layout.sType() != 0) {
            BY_S_TYPE.put(layout.sType(), layout);
        }
        return layout;
    }

    private static List<String> list(String commaSeparated) {
        return commaSeparated.isEmpty() ? List.of() : List.of(commaSeparated.split(","));
    }

    private static List<String[]> rows(String... resources) {
        List<String[]> rows = new ArrayList<>();
        for (String resource : resources) {
            try (InputStream in = Registry.class.getResourceAsStream(resource)) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .map(line -> line.split("\t", -1))
                        .forEach(rows::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }
}
