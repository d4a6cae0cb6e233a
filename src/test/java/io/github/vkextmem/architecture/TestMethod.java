package io.github.vkextmem.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test, and the statements of valid usage that it names: in its source, or in the arguments that its providers really give.
 *
 * @param method the test
 * @param source its text, with its annotations and its comment
 * @param vuids what it names
 */
record TestMethod(Method method, String source, Set<String> vuids) {

    /** A whole identifier; one that ends in a hyphen goes on elsewhere. */
    static final Pattern VUID = Pattern.compile("VUID-(?:Vk|vk)\\w++-(?:\\w++-)?\\w++(?!-)");

    private static final Path SOURCES =
            Path.of(System.getProperty("project.basedir", ""), "src/test/java/io/github/vkextmem");
    private static final String PACKAGE = "io.github.vkextmem.";

    /**
     * Finds a test.
     *
     * @param name as {@code struct.ChainRulesTest#refusesTheChain}
     * @throws AssertionError if there is no such test
     */
    static TestMethod named(String name) {
        String className = name.substring(0, name.indexOf('#'));
        String methodName = name.substring(name.indexOf('#') + 1);
        try {
            Method method = Arrays.stream(Class.forName(PACKAGE + className).getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(methodName))
                    .filter(candidate -> candidate.isAnnotationPresent(Test.class)
                            || candidate.isAnnotationPresent(ParameterizedTest.class))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + name));
            String source = source(Files.readString(SOURCES.resolve(className.replace('.', '/') + ".java")), method);
            Set<String> vuids = new TreeSet<>();
            addAll(source, vuids);
            constants(method.getDeclaringClass(), source).forEach(constant -> addAll(constant, vuids));
            if (method.isAnnotationPresent(MethodSource.class)) {
                arguments(method).forEach(argument -> addAll(argument, vuids));
            }
            return new TestMethod(method, source, vuids);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no class of the test " + name, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addAll(String text, Set<String> vuids) {
        Matcher matcher = VUID.matcher(text);
        while (matcher.find()) {
            vuids.add(matcher.group());
        }
    }

    /** {@return the texts that a source names by a constant of its class} */
    private static Stream<String> constants(Class<?> type, String source) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getType() == String.class && Modifier.isStatic(field.getModifiers()))
                .filter(field -> source.matches("(?s).*\\b" + field.getName() + "\\b.*"))
                .map(field -> {
                    try {
                        field.setAccessible(true);
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    /** {@return the texts among the arguments that a test gets} */
    private static Stream<String> arguments(Method test) {
        return Stream.of(test.getAnnotation(MethodSource.class).value())
                .map(provider -> provider.isEmpty() ? test.getName() : provider)
                .flatMap(provider -> values(test.getDeclaringClass(), provider))
                .flatMap(value -> value instanceof Arguments row ? Arrays.stream(row.get()) : Stream.of(value))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static Stream<?> values(Class<?> type, String provider) {
        try {
            Method method = type.getDeclaredMethod(provider);
            method.setAccessible(true);
            Object values = method.invoke(null);
            return values instanceof Collection<?> collection ? collection.stream() : (Stream<?>) values;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(provider + " of " + type + " cannot be asked", e);
        }
    }

    /** The formatter puts the last brace of a method under the beginning of its declaration. */
    private static String source(String file, Method method) {
        List<String> lines = file.lines().toList();
        Pattern declaration = Pattern.compile("( +)(?:static )?void " + method.getName() + "\\(.*");
        for (int at = 0; at < lines.size(); at++) {
            Matcher matcher = declaration.matcher(lines.get(at));
            if (matcher.matches()) {
                int first = at;
                while (!lines.get(first - 1).isBlank()) {
                    first--;
                }
                int last = at;
                while (!lines.get(last).equals(matcher.group(1) + "}")) {
                    last++;
                }
                return String.join("\n", lines.subList(first, last + 1));
            }
        }
        throw new AssertionError("the source of " + method + " was not found");
    }
}
