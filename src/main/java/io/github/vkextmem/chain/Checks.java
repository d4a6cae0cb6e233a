package io.github.vkextmem.chain;

/**
 * The switch for checks of valid usage.
 *
 * <p>On by default. {@code -Dio.github.vkextmem.checks=false} switches them off for the whole process, at start: the
 * compiler then sees a constant and nothing of the checks remains. What a constructor refuses, what a peer sent, and who
 * owns a handle do not depend on this switch.
 */
public final class Checks {

    /** Whether valid usage is checked before a driver is called. */
    public static final boolean ENABLED = !"false".equals(System.getProperty("io.github.vkextmem.checks"));

    private Checks() {}
}
