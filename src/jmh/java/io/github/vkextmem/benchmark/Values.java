package io.github.vkextmem.benchmark;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What goes into the structures: fields that no compiler takes for constants. */
@State(Scope.Thread)
public class Values {

    static final String NO_NAME = "";
    static final String NAME = "Local\\frames of the camera";

    /** The name of the exported object. */
    @Param({NO_NAME, NAME})
    String name = NO_NAME;

    long size = 1 << 20;
    long buffer = 0xB0FFE2L;
    int access = 0x1F0003;
}
