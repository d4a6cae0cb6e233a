package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the statements of valid usage that were broken; rules report here, one place throws.
 *
 * <p>Not for use by several threads at once.
 */
public final class Findings {

    /** In order, each with the structures of a chain that it was broken by; null: none, as nearly always. */
    private @Nullable Map<Violation, Predicate<Structure>> found;

    /** Begins a check. */
    public Findings() {}

    /**
     * Checks something by its rules, if checks are on.
     *
     * @param subject what is checked; printed only if something is wrong with it
     * @param rules report what they find
     * @throws ValidUsageException if something was found
     */
    public static void requireNone(Object subject, Consumer<Findings> rules) {
        if (Checks.ENABLED) {
            examine(subject, rules);
        }
    }

    /**
     * Checks something that a peer sent by its rules, whether checks are on or off: no driver may get it unexamined.
     *
     * @param subject what is checked; printed only if something is wrong with it
     * @param rules report what they find
     * @throws ValidUsageException if something was found
     */
    public static void examine(Object subject, Consumer<Findings> rules) {
        Findings findings = new Findings();
        rules.accept(findings);
        findings.throwIfAny(subject);
    }

    /**
     * Notes that a statement was broken by the structure of whose name it is; the same words are noted once.
     *
     * @param vuid the statement's identifier, as {@code VUID-VkExportMemoryAllocateInfo-handleTypes-09860}
     * @param problem what is wrong, with the value seen
     * @param remedy what would be right
     */
    public void add(String vuid, String problem, String remedy) {
        add(
                vuid,
                problem,
                remedy,
                structure -> vuid.startsWith("VUID-" + structure.type().name() + "-"));
    }

    /**
     * Notes that a statement was broken by structures of other names.
     *
     * @param vuid the statement's identifier, as {@code VUID-VkMemoryAllocateInfo-pNext-00640}
     * @param problem what is wrong, with the value seen
     * @param remedy what would be right
     * @param by which structures of the chain it was broken by; the printed chain marks them
     */
    public void add(String vuid, String problem, String remedy, Predicate<Structure> by) {
        if (found == null) {
            found = new LinkedHashMap<>();
        }
        // Two structures may both report the rule that concerns them both.
        found.putIfAbsent(new Violation(vuid, problem, remedy), by);
    }

    /** {@return what was found so far, in order} */
    public List<Violation> violations() {
        return found == null ? List.of() : List.copyOf(found.keySet());
    }

    /**
     * Ends a check.
     *
     * @param subject what was checked; printed only if something is wrong with it
     * @throws ValidUsageException if something was found
     */
    public void throwIfAny(Object subject) {
        if (found != null) {
            throw new ValidUsageException(
                    violations(),
                    subject instanceof PNextList<?> chain ? chain.toString(this::isOffending) : subject.toString());
        }
    }

    private boolean isOffending(Structure structure) {
        return found != null && found.values().stream().anyMatch(by -> by.test(structure));
    }
}
