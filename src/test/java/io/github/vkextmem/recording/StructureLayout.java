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

    /** A member; {@code nested} is null unless it is a structure. */
    public record Member(String name, String type, int offset, int size, StructureLayout nested) {}

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

        void member(String member, String type, StructureLayout nested) {
            int size = nested == null ? CType.size(CType.element(type)) : nested.size();
            int aligned = nested == null ? size : nested.alignment();
            int offset = roundUp(end, aligned);
            int all = size * CType.length(type);
            members.add(new Member(member, type, offset, all, nested));
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
