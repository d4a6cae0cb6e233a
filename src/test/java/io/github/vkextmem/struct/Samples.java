package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
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
        List<Structure> samples =
                records(structure).stream().<Structure>map(structure::cast).toList();
        assertThat(samples).as("samples of " + structure).isNotEmpty();
        return samples;
    }

    /** {@return values of a record, a structure or a part of one} */
    static List<Object> records(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        List<Object> samples = new ArrayList<>();
        fill(record, components, new Object[components.length], 0, samples);
        return samples;
    }

    private static void fill(
            Class<?> record, RecordComponent[] components, Object[] values, int at, List<Object> samples) {
        if (at == components.length) {
            Object sample = make(record, components, values);
            if (sample != null) {
                samples.add(sample);
            }
            return;
        }
        List<Object> candidates = new ArrayList<>(candidates(components[at].getGenericType()));
        if (components[at].getAnnotatedType().getAnnotations().length > 0) {
            candidates.add(null);
        }
        for (Object candidate : candidates) {
            values[at] = candidate;
            fill(record, components, values, at + 1, samples);
        }
    }

    /** {@return null where the constructor refuses the combination} */
    private static Object make(Class<?> record, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ValidUsageException || e.getCause() instanceof IllegalArgumentException) {
                return null;
            }
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Object> candidates(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return lists(candidates(list.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return records(plain);
        }
        return plain.isEnum() ? Arrays.asList(plain.getEnumConstants()) : values(plain);
    }

    /** Odd and even lengths, and neighbours that differ. */
    private static List<Object> lists(List<Object> elements) {
        List<Object> lists = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < elements.size(); i++) {
            lists.add(List.of(elements.get(i)));
            lists.add(List.of(elements.get(i), elements.get((i + 1) % elements.size())));
        }
        return lists;
    }

    private static List<Object> values(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return List.of(0x8877665544332211L, 0L);
        }
        if (type == int.class || type == Integer.class) {
            // The last two are an aspect of an image, and a number of elements.
            return List.of(0x44332211, 0x80000001, 0x20, 2);
        }
        if (type == float.class) {
            return List.of(0.75f, 0f, 1f);
        }
        if (type == boolean.class) {
            return List.of(true, false);
        }
        if (type == UUID.class) {
            return List.of(
                    UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                    UUID.fromString("f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f"));
        }
        if (type == ExternalMemoryHandleTypes.class) {
            return List.of(ExternalMemoryHandleTypes.ofBits(0x7FFFF), ExternalMemoryHandleTypes.ofBits(0x2));
        }
        if (type == ExternalMemoryHandleTypesNV.class) {
            return List.of(ExternalMemoryHandleTypesNV.ofBits(0xF));
        }
        if (type == ExternalMemoryFeatures.class) {
            return List.of(ExternalMemoryFeatures.ofBits(0x7));
        }
        if (type == ExternalMemoryFeaturesNV.class) {
            return List.of(ExternalMemoryFeaturesNV.ofBits(0x7));
        }
        if (type == MemoryAllocateFlags.class) {
            return List.of(MemoryAllocateFlags.ofBits(0xF), MemoryAllocateFlags.ofBits(0));
        }
        if (type == String.class) {
            return List.of("a", "Local\\ünï\uD83C\uDF0D");
        }
        if (type == SecurityAttributes.class) {
            return List.of(SecurityAttributes.inherited(), SecurityAttributes.notInherited());
        }
        throw new AssertionError("no candidates for " + type + ": add some");
    }
}
