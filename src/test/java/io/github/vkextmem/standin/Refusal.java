package io.github.vkextmem.standin;

/** A driver's refusal of a call that was made correctly: the command answers with the VkResult. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int result;

    Refusal(int result, String reason) {
        super(reason);
        this.result = result;
    }

    int result() {
        return result;
    }
}
