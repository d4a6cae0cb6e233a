package io.github.vkextmem.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's module compiles and runs against ours, with LWJGL and without JSpecify. */
class ModuleTest {

    @TempDir
    Path folder;

    @Test
    void aModuleThatRequiresOursNeedsNothingElse() throws Exception {
        assertThat(outputOf("""
                package app;

                import io.github.vkextmem.chain.PNextChain;
                import io.github.vkextmem.struct.*;
                import org.lwjgl.vulkan.VkMemoryAllocateInfo;

                public final class App {
                    private App() {}

                    public static void main(String[] args) {
                        PNextChain<VkMemoryAllocateInfo> chain = MemoryAllocateInfo.of(4096, 0)
                                .with(ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_FD));
                        System.out.println(App.class.getModule().getName() + " " + chain.byteSize());
                    }
                }
                """)).startsWith("0").contains("app 56");
    }

    /** The logger is Java's own, and writes to the console where the application brings no other. */
    @Test
    void leaksAreReportedWithoutALoggingModule() throws Exception {
        assertThat(outputOf("""
                package app;

                import io.github.vkextmem.handle.NtHandle;
                import io.github.vkextmem.struct.ExternalMemoryHandleType;
                import java.io.ByteArrayOutputStream;
                import java.io.PrintStream;

                public final class App {
                    private App() {}

                    public static void main(String[] args) throws InterruptedException {
                        PrintStream out = System.err;
                        ByteArrayOutputStream reports = new ByteArrayOutputStream();
                        System.setErr(new PrintStream(reports, true));
                        NtHandle.adopt(500, ExternalMemoryHandleType.OPAQUE_WIN32);
                        for (int i = 0; i < 6000 && !reports.toString().contains("App.main("); i++) {
                            System.gc();
                            Thread.sleep(10);
                        }
                        out.println(ModuleLayer.boot().findModule("java.logging"));
                        out.println(reports);
                    }
                }
                """, "-Dio.github.vkextmem.leaks=true", "--limit-modules", "app,org.lwjgl.natives"))
                .startsWith("0", "Optional.empty")
                .anyMatch(line -> line.endsWith("WARNING: NT handle 500 was never closed"))
                .anyMatch(line -> line.contains("at app/app.App.main(App.java:"));
    }

    /** Compiles a class {@code app.App} in a module that requires ours, and runs it. */
    private List<String> outputOf(String program, String... flags) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("sources/app"));
        Files.writeString(folder.resolve("sources/module-info.java"), "module app { requires io.github.vkextmem; }");
        Files.writeString(sources.resolve("App.java"), program);
        String modules = modulePath();
        String output = folder.resolve("classes").toString();
        int status = Javac.find()
                .run(
                        null,
                        System.out,
                        System.err,
                        "-Xlint:all",
                        "-Werror",
                        "--module-path",
                        modules,
                        "-d",
                        output,
                        folder.resolve("sources/module-info.java").toString(),
                        sources.resolve("App.java").toString());
        assertThat(status).as("exit status of javac").isZero();
        List<String> command = new ArrayList<>(List.of(flags));
        command.addAll(List.of(
                "--enable-native-access=org.lwjgl",
                "--module-path",
                output + File.pathSeparator + modules,
                "--add-modules",
                "org.lwjgl.natives",
                "--module",
                "app/app.App"));
        return ChildJvm.run(command.toArray(String[]::new)).lines().toList();
    }

    private static String modulePath() {
        List<String> lwjgl = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith("lwjgl"))
                .toList();
        assertThat(lwjgl).hasSizeGreaterThanOrEqualTo(3);
        return System.getProperty("main.classes")
                + lwjgl.stream().map(entry -> File.pathSeparator + entry).collect(Collectors.joining());
    }
}
