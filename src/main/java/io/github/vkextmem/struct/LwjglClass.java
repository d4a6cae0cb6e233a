package io.github.vkextmem.struct;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.Version;

/** LWJGL's class of a structure that older versions of LWJGL do not have. */
final class LwjglClass {

    private LwjglClass() {}

    /**
     * Requires the class, which has the structure's name.
     *
     * @param since the first version of LWJGL that has it
     * @throws UnsupportedException if the LWJGL that this program runs on does not have it
     */
    static void require(StructureType<?> structure, String since) {
        try {
            Class.forName("org.lwjgl.vulkan." + structure.name(), false, LwjglClass.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UnsupportedException(structure.name() + " needs LWJGL " + since
                    + " or newer; this program runs on LWJGL " + Version.getVersion());
        }
    }
}
