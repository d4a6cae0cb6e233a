package io.github.vkextmem.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestInstance;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;

/**
 * The library and the Khronos validation layer agree: what the layer reports of a call without the library, the library
 * refuses by the same name, before the layer sees it. On the driver under test, with a device that has no features on.
 *
 * <p>What the layer is too old to report is skipped, and the last line says how many were seen; nothing is called then,
 * because no layer would keep it from the driver.
 */
@EnabledOnOs(OS.LINUX)
class BadCallsTest {

    private static TestInstance instance;
    private static LayeredDevice device;
    private static Bench bench;
    private static int layerVersion;
    private static int seen;

    @BeforeAll
    static void createDevice() {
        Layer.require();
        layerVersion = TestInstance.layerVersion();
        instance = TestInstance.create();
        device = LayeredDevice.createWithoutFeatures(instance);
        bench = new Bench(device);
    }

    @AfterAll
    static void nothingIsLeft() {
        if (instance == null) {
            return;
        }
        instance.messages().clear();
        bench.close();
        device.close();
        instance.close();
        long all = rows().count();
        System.out.println("Bad calls: " + seen + " of " + all + " were seen by the validation layer "
                + Layer.text(layerVersion) + (seen < all ? ", which is too old for the others" : ""));
        assertThat(instance.messages()).isEmpty();
    }

    static Stream<BadCall> rows() {
        return Stream.of(
                        BadAllocations.all(), BadImports.all(), BadQueries.all(), BadResources.all(), BadBindings.all())
                .flatMap(rows -> rows);
    }

    @BeforeEach
    void nothingWasSaid() {
        instance.vuids().clear();
        instance.messages().clear();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theLayerReports(BadCall call) {
        assumeTrue(
                call.isKnownTo(layerVersion),
                () -> "reported since layer " + Layer.text(call.since()) + ", this one is " + Layer.text(layerVersion));
        try (MemoryStack stack = MemoryStack.stackPush()) {
            call.raw().accept(bench, stack);
        }
        assertThat(instance.vuids()).anyMatch(call::isCalled);
        seen++;
    }

    @ParameterizedTest
    @MethodSource("rows")
    @NeedsChecks
    void theLibraryRefusesBeforeTheLayerSaysAWord(BadCall call) {
        assertThatThrownBy(() -> call.library().accept(bench))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).contains(call.vuid()));
        assertThat(instance.messages()).isEmpty();
    }
}
