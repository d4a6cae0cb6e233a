package io.github.vkextmem.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * Where C puts the members of a structure, computed from their types; LWJGL's offsets are not asked.
 *
 * @param name the specification's name
 * @param sType its VkStructureType; 0: it has none
 * @param extended the names of the structures behind which it may stand
 * @param allowsDuplicates whether it may stand in a chain more than once
 * @param members in order, {@code sType} and {@code pNext} included
 * @param size in bytes
 * @param alignment in bytes
 */
public record StructureLayout(
        String name,
        int sType,
        List<String> extended,
        boolean allowsDuplicates,
        List<Member> members,
        int size,
        int alignment) {

    /**
     * A member.
     *
     * @param nested null unless it is a structure
     * @param array null unless it is a pointer to an array
     */
    public record Member(String name, String type, int offset, int size, StructureLayout nested, Array array) {}

    /**
     * What a member points to.
     *
     * @param countOffset where in the structure the number of elements stands
     * @param element the C type of an element
     * @param nested null unless an element is a structure
     */
    public record Array(int countOffset, String element, StructureLayout nested) {}

    public boolean hasChain() {
        return sType != 0;
    }

    /** {@return where a member begins} */
    public int offset(String member) {
        return members.stream()
                .filter(candidate -> candidate.name().equals(member))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no member " + member))
                .offset();
    }

    /** Lays one member after the other. */
    static final class Builder {

        private final String name;
        private final List<Member> members = new ArrayList<>();
        private int sType;
        private List<String> extended = List.of();
        private boolean allowsDuplicates;
        private Member count;
        private int end;
        private int alignment = 1;

        Builder(String name) {
            this.name = name;
        }

        void sType(int value, List<String> extendedStructures) {
            sType = value;
            extended = extendedStructures;
        }

        void allowsDuplicates(boolean allowed) {
            allowsDuplicates = allowed;
        }

        /**
         * Adds a member.
         *
         * @param nested the structure that it is, or that it points to; null: neither
         */
        void member(String member, String type, StructureLayout nested) {
            boolean pointer = type.endsWith("*");
            Array array = pointer && count != null && !member.equals("pNext")
                    ? new Array(count.offset(), CType.pointee(type), nested)
                    : null;
            add(member, type, pointer ? null : nested, array);
            // An array's length stands somewhere before it: the registry's len attribute is not in the tables.
            if (member.endsWith("Count")) {
                count = members.get(members.size() - 1);
            }
        }

        private void add(String member, String type, StructureLayout nested, Array array) {
            int size = nested == null ? CType.size(CType.element(type)) : nested.size();
            int aligned = nested == null ? size : nested.alignment();
            int offset = roundUp(end, aligned);
            int all = size * CType.length(type);
            members.add(new Member(member, type, offset, all, nested, array));
            end = offset + all;
            alignment = Math.max(alignment, aligned);
        }

        StructureLayout build() {
            return new StructureLayout(
                    name, sType, extended, allowsDuplicates, List.copyOf(members), roundUp(end, alignment), alignment);
        }

        private static int roundUp(int value, int multiple) {
            return (value + multiple - 1) / multiple * multiple;
        }
    }
}
