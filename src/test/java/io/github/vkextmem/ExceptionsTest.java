package io.github.vkextmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.vkextmem.driver.TestedLwjgl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"VK13", "VK14", "KHRVideoQueue"})
    void everyResultOfTheCommandsHasItsName(String className) throws ReflectiveOperationException {
        TestedLwjgl.assumeVulkanClass(className);
        Class<?> constants = Class.forName("org.lwjgl.vulkan." + className);
        int seen = 0;
        for (Field field : constants.getFields()) {
            if (field.getName().matches("VK_SUCCESS|VK_ERROR_(?!.*STD_VERSION).*")) {
                assertThat(new VulkanException("vkAllocateMemory", field.getInt(null)).resultName())
                        .isEqualTo(field.getName());
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(3);
    }

    @Test
    void aVulkanExceptionNamesCommandResultAndDetail() {
        assertThat(new VulkanException("vkGetMemoryFdKHR", 0, "but gave no handle"))
                .hasMessage("vkGetMemoryFdKHR returned VK_SUCCESS: but gave no handle");
        assertThat(new VulkanException("vkMapMemory", -77)).hasMessage("vkMapMemory returned VkResult -77");
        assertThat(new VulkanException("vkMapMemory", -5).result()).isEqualTo(-5);
        assertThat(new VulkanException("vkMapMemory", -5).command()).isEqualTo("vkMapMemory");
    }

    @Test
    void aValidUsageExceptionNamesEveryStatementAndEndsWithWhatWasChecked() {
        var exception = new ValidUsageException(
                List.of(
                        new Violation("VUID-a", "this is wrong", "do that"),
                        new Violation("VUID-b", "so is that", "stop")),
                "the chain");
        assertThat(exception).hasMessage("VUID-a: this is wrong; do that\nVUID-b: so is that; stop\nthe chain");
        assertThat(exception.vuids()).containsExactly("VUID-a", "VUID-b");
        assertThatThrownBy(() -> new ValidUsageException(List.of(), "nothing"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Loggers, remote test runners and application servers send exceptions to other JVMs. */
    @ParameterizedTest
    @MethodSource
    void exceptionsSurviveSerialization(VkextmemException exception) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(properties((VkextmemException) in.readObject())).isEqualTo(properties(exception));
        }
    }

    /** {@return the message and what the methods of the exception's own class return} */
    private static Map<String, Object> properties(VkextmemException exception) throws ReflectiveOperationException {
        Map<String, Object> properties = new TreeMap<>(Map.of("message", exception.getMessage()));
        for (Method method : exception.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0) {
                properties.put(method.getName(), method.invoke(exception));
            }
        }
        properties.put("class", exception.getClass());
        return properties;
    }

    static List<VkextmemException> exceptionsSurviveSerialization() {
        return List.of(
                new ValidUsageException("VUID-a", "this is wrong", "do that"),
                new UnsupportedException("no such device"),
                new MissingExtensionException("VK_KHR_external_memory_fd", "vkGetMemoryFdKHR", "device", "enable it"),
                new VulkanException("vkMapMemory", -5),
                new OperatingSystemException("close(17)", "EBADF", 9),
                new OperatingSystemException("delete(/a)", new IOException("busy")),
                new WaitTimeoutException("receive"),
                new WaitInterruptedException("receive"),
                new PeerException("gone", new IOException("EOF")));
    }

    /** A new kind of failure belongs into the list above. */
    @Test
    void everyExceptionOfTheLibraryIsSerialized() {
        var listed = new HashSet<String>();
        exceptionsSurviveSerialization().forEach(e -> listed.add(e.getClass().getName()));
        var existing = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.github.vkextmem").stream()
                        .filter(type -> type.isAssignableTo(Throwable.class)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(existing);
    }
}
