package io.github.vkextmem.struct;

/**
 * The name of a Windows kernel object, by which other processes open it.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/termserv/kernel-object-namespaces">kernel object
 *     namespaces</a>
 */
final class ObjectName {

    private static final int MAX_PATH = 260;
    private static final String RULE =
            "the name of a kernel object is what follows an optional 'Local\\' or 'Global\\', is"
                    + " not empty, has no other backslash and no NUL, and is at most " + MAX_PATH
                    + " characters long in all";

    private ObjectName() {}

    /** @throws IllegalArgumentException if Windows takes no such name */
    static void require(String name) {
        String bare = name;
        for (String namespace : new String[] {"Local\\", "Global\\"}) {
            if (name.startsWith(namespace)) {
                bare = name.substring(namespace.length());
            }
        }
        if (bare.isEmpty() || bare.indexOf('\\') >= 0 || bare.indexOf('\0') >= 0 || name.length() > MAX_PATH) {
            throw new IllegalArgumentException(RULE + "; this one is not: '" + name + "'");
        }
    }
}
