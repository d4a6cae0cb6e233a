package io.github.vkextmem.architecture;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** Programs of one statement that use the library. */
final class Programs {

    private Programs() {}

    /**
     * Compiles a statement.
     *
     * @param statement the statement
     * @param output where classes go
     * @return the compiler's codes of the errors; none: it compiles
     */
    static List<String> errorsOf(String statement, Path output) {
        String program = """
                import io.github.vkextmem.struct.*;
                import static io.github.vkextmem.struct.ExternalMemoryHandleType.*;
                import static io.github.vkextmem.struct.Parents.*;
                import org.lwjgl.vulkan.*;
                import io.github.vkextmem.handle.*;
                import io.github.vkextmem.memory.*;
                class Program {
                    MemoryAllocateChain allocation;
                    MemoryDescription description;
                    HandleChannel channel;
                    ExternalHandle handle;
                    TransferableHandle transferable;
                    PosixFileDescriptor descriptor;
                    NtHandle ntHandle;
                    GlobalShareHandle shared;
                    HostPointer hostPointer;
                    MetalHandle metal;
                    ExternalMemory external;
                    DeviceMemory memory;
                    ImageFormatInfo image;
                    void run() throws Exception {
                        %s
                    }
                }
                """.formatted(statement);
        var source = new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return program;
            }
        };
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Javac.find()
                .getTask(
                        null,
                        null,
                        diagnostics,
                        List.of(
                                "-proc:none",
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "-d",
                                output.toString()),
                        null,
                        List.of(source))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Diagnostic::getCode)
                .toList();
    }
}
