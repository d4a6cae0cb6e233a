package io.github.vkextmem.recording;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that a recording driver received.
 *
 * @param command the name under which it was called
 * @param arguments by the specification's names of the parameters: numbers and pointers as Integer or Long, a
 *     structure with its chain as a list of {@link RecordedStructure}; output structures as they were before the call
 */
public record RecordedCall(String command, Map<String, Object> arguments) {

    /** Keeps the order of arguments. */
    public RecordedCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** {@return a structure argument with its chain, in the chain's order} */
    public List<RecordedStructure> chain(String parameter) {
        if (!(arguments.get(parameter) instanceof List<?> chain)) {
            throw new AssertionError(parameter + " is no structure: " + this);
        }
        return chain.stream().map(RecordedStructure.class::cast).toList();
    }

    /** {@return the argument that holds a number or a pointer} */
    public Object argument(String parameter) {
        return arguments.get(parameter);
    }
}
