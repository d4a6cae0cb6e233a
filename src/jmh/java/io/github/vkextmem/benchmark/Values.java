package io.github.vkextmem.benchmark;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What goes into the structures: fields that no compiler takes for constants. */
@State(Scope.Thread)
public class Values {

    /** The name of the exported object; empty: it has none. */
    @Param({"", "Local\\a name of 24 letters"})
    String name = "";

    long size = 1 << 20;
    long buffer = 0xB0FFE2L;
    int access = 0x1F0003;
}
