package io.github.vkextmem.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.Platform;

/** What a process of its own reports, whose memory comes from the recording driver. */
class LeakDetectorTest {

    @TempDir
    private Path folder;

    private static String run(Class<?> main, String flag, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.lwjgl.vulkan.explicitInit=true",
                "-Dio.github.vkextmem.leaks=" + flag,
                "-Xint",
                "-classpath",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        String output = ChildJvm.run(command.toArray(String[]::new));
        assertThat(output).as("exit status").startsWith("0\n");
        return output;
    }

    private static Stream<MatchResult> matches(String regex, String text) {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        return matcher.results();
    }

    @Test
    void whatWasForgottenIsReportedWithTheLineThatMadeIt() throws Exception {
        String output = run(LeakChild.class, "true", folder.toString(), "true");
        List<String> forgotten = matches("^line (\\d+) forgets (.*?)(?: \\(.*\\))?$", output)
                .map(line -> line.group(2) + " " + line.group(1))
                .toList();
        List<String> reported = matches("^WARNING (.*) was never closed\n  at forget\\w*:(\\d+)$", output)
                .map(report -> report.group(1) + " " + report.group(2))
                .toList();
        // Two NT handles, memory and three ends of channels; on Linux a descriptor as well.
        assertThat(forgotten).hasSize(Platform.get() == Platform.LINUX ? 7 : 6);
        assertThat(reported).containsExactlyInAnyOrderElementsOf(forgotten);
        assertThat(matches("^WARNING", output)).as("all reports").hasSameSizeAs(forgotten);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "", "yes"})
    void offNothingIsReported(String flag) throws Exception {
        String output = run(LeakChild.class, flag, folder.toString(), "false");
        assertThat(output).contains("forgets NT handle 504").doesNotContain("never closed", "WARNING");
    }

    @Test
    void anErrorTellsWhereItEnded() throws Exception {
        assertThat(run(LeakChild.class, "true", folder.toString(), "true").lines())
                .anyMatch(line -> line.matches("NT handle 768 cannot be used: it is closed"
                        + " \\| NT handle 768 was closed here \\| closeHere:\\d+"))
                .anyMatch(line ->
                        line.matches("NT handle 772 cannot be used: it is released, and belongs to whoever released it"
                                + " \\| NT handle 772 was released here \\| releaseHere:\\d+"))
                .anyMatch(line -> line.matches(
                        "NT handle 776 cannot be used: it is taken over by an import, and belongs to the driver"
                                + " \\| NT handle 776 was taken over here \\| printEnds:\\d+"))
                .anyMatch(
                        line -> line.matches(
                                "DeviceMemory\\[4096 bytes of type 1 on recording driver\\] is closed"
                                        + " \\| DeviceMemory\\[4096 bytes of type 1 on recording driver\\] was closed here \\| closeHere:\\d+"));
    }

    @Test
    void offAnErrorHasNoCause() throws Exception {
        assertThat(run(LeakChild.class, "false", folder.toString(), "false").lines())
                .contains("NT handle 768 cannot be used: it is closed | null | nowhere")
                .contains("DeviceMemory[4096 bytes of type 1 on recording driver] is closed | null | nowhere");
    }

    @Test
    void offItCostsNotOneByte() throws Exception {
        String off = run(AllocationChild.class, "false");
        assertThat(bytes("ownership", off)).isEqualTo(bytes("twin", off)).isPositive();
        String on = run(AllocationChild.class, "true");
        assertThat(bytes("ownership", on)).as("on, the measure shows it").isGreaterThan(2 * bytes("twin", on));
    }

    private static long bytes(String what, String output) {
        return matches("^" + what + " (\\d+)$", output)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }
}
