package io.github.vkextmem.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a device answered, by question: it answers the same each time. An exception is no answer, the next one asks again.
 *
 * <p>Any thread may ask; two that ask the same at once may both reach the device.
 *
 * @param <Q> the question, a value
 * @param <A> the answer, a value
 */
final class Answers<Q, A> {

    /** What peers send asks too, and must not fill the memory. */
    private static final int MOST = 256;

    private final Function<Q, A> device;
    private final Map<Q, A> known = new ConcurrentHashMap<>();

    Answers(Function<Q, A> device) {
        this.device = device;
    }

    A to(Q question) {
        A answer = known.get(question);
        return answer != null ? answer : ask(question);
    }

    private A ask(Q question) {
        A answer = device.apply(question);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(question, answer);
        return answer;
    }
}
