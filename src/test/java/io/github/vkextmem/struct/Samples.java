package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values of every structure of the library, found and made by reflection, so that a new structure is tested without a
 * line here: for each component a few candidates, and of their combinations those that the constructor accepts.
 */
final class Samples {

    private static final Path CLASSES = Path.of(System.getProperty("main.classes", "target/classes"));

    private Samples() {}

    /** {@return every record of the library that is a structure} */
    static List<Class<? extends Structure>> structures() {
        try (Stream<Path> files = Files.list(CLASSES.resolve("io/github/vkextmem/struct"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> Structure.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                    .<Class<? extends Structure>>map(type -> type.asSubclass(Structure.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("io.github.vkextmem.struct." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return values of a structure that together give each component several values} */
    static List<Structure> of(Class<? extends Structure> structure) {
        RecordComponent[] components = structure.getRecordComponents();
        List<Structure> samples = new ArrayList<>();
        fill(structure, components, new Object[components.length], 0, samples);
        return samples;
    }

    private static void fill(
            Class<? extends Structure> structure,
            RecordComponent[] components,
            Object[] values,
            int at,
            List<Structure> samples) {
        if (at == components.length) {
            Structure sample = make(structure, components, values);
            if (sample != null) {
                samples.add(sample);
            }
            return;
        }
        for (Object candidate : candidates(components[at])) {
            values[at] = candidate;
            fill(structure, components, values, at + 1, samples);
        }
    }

    /** {@return null where the constructor refuses the combination} */
    private static Structure make(Class<? extends Structure> structure, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return structure.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ValidUsageException || e.getCause() instanceof IllegalArgumentException) {
                return null;
            }
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Object> candidates(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == long.class) {
            return List.of(0x8877665544332211L, 0L);
        }
        if (type == int.class) {
            return List.of(0x44332211, 0x80000001);
        }
        if (type == float.class) {
            return List.of(0.75f);
        }
        if (type == boolean.class) {
            return List.of(true, false);
        }
        List<Object> candidates = new ArrayList<>();
        if (type == ExternalMemoryHandleTypes.class) {
            candidates.add(ExternalMemoryHandleTypes.ofBits(0x7FFFF));
        } else if (type == ExternalMemoryHandleTypesNV.class) {
            candidates.add(ExternalMemoryHandleTypesNV.ofBits(0xF));
        } else if (type.isEnum()) {
            candidates.addAll(Arrays.asList(type.getEnumConstants()));
        } else if (type == String.class) {
            candidates.addAll(List.of("a", "Local\\ünï\uD83C\uDF0D"));
        } else if (type == SecurityAttributes.class) {
            candidates.addAll(List.of(SecurityAttributes.inherited(), SecurityAttributes.notInherited()));
        } else {
            throw new AssertionError("no candidates for the component " + component + ": add some");
        }
        if (component.getAnnotatedType().getAnnotations().length > 0) {
            candidates.add(null);
        }
        return candidates;
    }
}
