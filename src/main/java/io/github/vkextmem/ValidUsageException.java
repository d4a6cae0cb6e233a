package io.github.vkextmem;

import java.util.List;

/**
 * Vulkan's valid usage was broken, and the driver was not called.
 *
 * <p>The message names each broken statement by its VUID, says what is wrong and what would be right, and ends
 * with what was checked (a whole chain, printed). After it nothing is leaked and nothing is half done.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/fundamentals.html#fundamentals-validusage">Valid Usage</a>
 */
public final class ValidUsageException extends VkextmemException {

    private static final long serialVersionUID = 1L;

    private final Violation[] violations;

    /**
     * Reports broken statements.
     *
     * @param violations the statements, at least one
     * @param subject what was checked, printed; may be empty
     * @throws IllegalArgumentException if {@code violations} is empty
     */
    public ValidUsageException(List<Violation> violations, String subject) {
        super(message(violations, subject));
        this.violations = violations.toArray(Violation[]::new);
    }

    /**
     * Reports one broken statement.
     *
     * @param vuid the statement's identifier
     * @param problem what is wrong, with the value seen
     * @param remedy what would be right
     */
    public ValidUsageException(String vuid, String problem, String remedy) {
        this(List.of(new Violation(vuid, problem, remedy)), "");
    }

    /** {@return the broken statements, in the order in which they were found} */
    public List<Violation> violations() {
        return List.of(violations);
    }

    /** {@return the identifiers of the broken statements, in the order in which they were found} */
    public List<String> vuids() {
        return violations().stream().map(Violation::vuid).toList();
    }

    private static String message(List<Violation> violations, String subject) {
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("a ValidUsageException needs a violation");
        }
        StringBuilder text = new StringBuilder();
        for (Violation violation : violations) {
            text.append(text.length() == 0 ? "" : "\n").append(violation);
        }
        return subject.isEmpty()
                ? text.toString()
                : text.append('\n').append(subject).toString();
    }
}
