package io.github.vkextmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.vulkan.KHRVideoQueue;
import org.lwjgl.vulkan.VK14;

class ExceptionsTest {

    @ParameterizedTest
    @ValueSource(classes = {VK14.class, KHRVideoQueue.class})
    void everyResultOfTheCommandsHasItsName(Class<?> constants) throws IllegalAccessException {
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
}
