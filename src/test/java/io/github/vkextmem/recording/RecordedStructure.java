package io.github.vkextmem.recording;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A structure as its bytes say, read with the registry's types: 4 bytes as Integer, 8 as Long, booleans as Boolean, a
 * string as String with its terminator, a structure within or pointed to as RecordedStructure, an array that is pointed to as a List, bytes in hexadecimal. Only
 * NULL pointers to structures, strings and bytes are null.
 *
 * @param name the specification's name
 * @param members the members in order, without {@code sType} and {@code pNext}
 */
public record RecordedStructure(String name, Map<String, Object> members) {

    /** Keeps the order of members. */
    public RecordedStructure {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** {@return an expected structure, given as name, value, name, value} */
    public static RecordedStructure structure(String name, Object... membersAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < membersAndValues.length; i += 2) {
            members.put((String) membersAndValues[i], membersAndValues[i + 1]);
        }
        return new RecordedStructure(name, members);
    }

    /** {@return a member that holds a number of 4 bytes} */
    public int getInt(String member) {
        return (Integer) get(member);
    }

    /** {@return a member that holds a number of 8 bytes} */
    public long getLong(String member) {
        return (Long) get(member);
    }

    /** {@return a member that is a structure, within or pointed to} */
    public RecordedStructure getStructure(String member) {
        return (RecordedStructure) get(member);
    }

    private Object get(String member) {
        if (!members.containsKey(member)) {
            throw new AssertionError(name + " has no member " + member + ": " + members);
        }
        return members.get(member);
    }
}
