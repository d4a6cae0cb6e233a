package io.github.vkextmem.architecture;

import java.util.ServiceLoader;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The compiler for tests that compile: the JDK's, or where a JRE runs the tests, one that comes as a library. */
final class Javac {

    private Javac() {}

    static JavaCompiler find() {
        JavaCompiler ofThisJdk = ToolProvider.getSystemJavaCompiler();
        return ofThisJdk != null
                ? ofThisJdk
                : ServiceLoader.load(JavaCompiler.class).findFirst().orElseThrow();
    }
}
