package io.github.vkextmem.struct;

import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.StructureLayout;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a reader that knows nothing but the registry must find in the bytes of a record: each member by the component of its
 * name. Where a record says something in another shape, a line here says which member follows from which component.
 */
final class Expected {

    /** A member that follows from components of another name or shape. */
    private record View(List<String> components, Function<List<Object>, Object> member) {}

    /** The members whose names C decorated, and the components that stand for them. */
    private static final Map<String, String> UNDECORATED =
            Map.of("pAttributes", "attributes", "dwAccess", "access", "pHostPointer", "hostPointer");

    private static final Map<String, View> MUTEX = Map.of(
            "acquireCount", count("acquires"),
            "pAcquireSyncs", list("acquires", KeyedMutexAcquire::memory),
            "pAcquireKeys", list("acquires", KeyedMutexAcquire::key),
            "pAcquireTimeouts", list("acquires", KeyedMutexAcquire::timeout),
            "pAcquireTimeoutMilliseconds", list("acquires", KeyedMutexAcquire::timeout),
            "releaseCount", count("releases"),
            "pReleaseSyncs", list("releases", KeyedMutexRelease::memory),
            "pReleaseKeys", list("releases", KeyedMutexRelease::key));

    private static final Map<String, Map<String, View>> VIEWS = Map.of(
            "VkWin32KeyedMutexAcquireReleaseInfoKHR", MUTEX,
            "VkWin32KeyedMutexAcquireReleaseInfoNV", MUTEX,
            "VkPhysicalDeviceIDProperties",
                    Map.of("deviceLUID", view("deviceLUID", luid -> hex(Long.reverseBytes((Long) luid)))),
            "VkImageFormatProperties",
                    Map.of(
                            "maxExtent",
                            new View(
                                    List.of("maxWidth", "maxHeight", "maxDepth"),
                                    sides -> RecordedStructure.structure(
                                            "VkExtent3D",
                                            "width",
                                            sides.get(0),
                                            "height",
                                            sides.get(1),
                                            "depth",
                                            sides.get(2)))),
            "VkImageDrmFormatModifierListCreateInfoEXT",
                    Map.of(
                            "drmFormatModifierCount", count("drmFormatModifiers"),
                            "pDrmFormatModifiers", list("drmFormatModifiers", modifier -> modifier)),
            "VkImageDrmFormatModifierExplicitCreateInfoEXT",
                    Map.of(
                            "drmFormatModifierPlaneCount", count("planeLayouts"),
                            "pPlaneLayouts", list("planeLayouts", layout -> layout)),
            "VkPhysicalDeviceImageDrmFormatModifierInfoEXT",
                    Map.of(
                            "sharingMode", view("queueFamilyIndices", list -> list.equals(List.of()) ? 0 : 1),
                            "queueFamilyIndexCount", count("queueFamilyIndices"),
                            "pQueueFamilyIndices", list("queueFamilyIndices", index -> index)),
            "VkDrmFormatModifierPropertiesListEXT",
                    Map.of(
                            "pDrmFormatModifierProperties",
                            list("drmFormatModifierProperties", properties -> properties)));

    private Expected() {}

    private static View view(String component, Function<Object, Object> member) {
        return new View(List.of(component), values -> member.apply(values.get(0)));
    }

    private static View count(String component) {
        return view(component, list -> ((List<?>) list).size());
    }

    @SuppressWarnings("unchecked") // the tables above name the element's own class
    private static <E> View list(String component, Function<E, Object> member) {
        return view(
                component,
                list -> ((List<?>) list)
                        .stream().map(element -> member.apply((E) element)).toList());
    }

    /** {@return the components that a record must have for a structure's members, by name} */
    static Set<String> components(StructureLayout layout) {
        Set<String> components = new TreeSet<>();
        members(layout).forEach(member -> components.addAll(view(layout, member).components()));
        return components;
    }

    private static List<StructureLayout.Member> members(StructureLayout layout) {
        return layout.members().stream()
                .filter(member ->
                        !layout.hasChain() || !Set.of("sType", "pNext").contains(member.name()))
                .toList();
    }

    private static View view(StructureLayout layout, StructureLayout.Member member) {
        View view = VIEWS.getOrDefault(layout.name(), Map.of()).get(member.name());
        return view != null ? view : view(UNDECORATED.getOrDefault(member.name(), member.name()), value -> value);
    }

    /** {@return what must be found in the bytes of a record} */
    static RecordedStructure of(Object record, StructureLayout layout) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (StructureLayout.Member member : members(layout)) {
            View view = view(layout, member);
            List<Object> values = new ArrayList<>();
            view.components().forEach(component -> values.add(get(record, component)));
            members.put(member.name(), recorded(view.member().apply(values), member, members));
        }
        return new RecordedStructure(layout.name(), members);
    }

    private static Object get(Object record, String component) {
        RecordComponent found = Arrays.stream(record.getClass().getRecordComponents())
                .filter(candidate -> candidate.getName().equals(component))
                .findFirst()
                .orElseThrow(() -> new AssertionError(record.getClass() + " has no component " + component));
        try {
            return found.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object recorded(Object value, StructureLayout.Member member, Map<String, Object> before) {
        if (value instanceof List<?> list) {
            return list(list, member, before);
        }
        if (value instanceof Flag flag) {
            return flag.bit();
        }
        if (value instanceof FlagSet<?> set) {
            return set.bits();
        }
        if (value instanceof String string && member.type().equals("LPCWSTR")) {
            return string + "\0";
        }
        if (value instanceof UUID uuid) {
            return hex(uuid.getMostSignificantBits()) + hex(uuid.getLeastSignificantBits());
        }
        if (value instanceof SecurityAttributes attributes) {
            return RecordedStructure.structure(
                    "SECURITY_ATTRIBUTES",
                    "nLength",
                    24,
                    "lpSecurityDescriptor",
                    null,
                    "bInheritHandle",
                    attributes.isInherited());
        }
        if (value instanceof Record record && !(record instanceof RecordedStructure)) {
            return of(record, member.nested());
        }
        return value != null || member.type().matches("LPCWSTR|const SECURITY_ATTRIBUTES\\*") ? value : zero(member);
    }

    /** NULL stands for elements that are not there although they are counted. */
    private static Object list(List<?> list, StructureLayout.Member member, Map<String, Object> before) {
        boolean counted = before.values().stream()
                .filter(Integer.class::isInstance)
                .reduce((first, last) -> last)
                .map(count -> !count.equals(0))
                .orElseThrow();
        if (list.isEmpty() && counted) {
            return null;
        }
        StructureLayout element = member.array().nested();
        return list.stream()
                .map(value -> element == null ? value : of(value, element))
                .toList();
    }

    /** A type that is not given is 0. */
    private static Object zero(StructureLayout.Member member) {
        return member.size() == 4 ? (Object) 0 : (Object) 0L;
    }

    private static String hex(long bytes) {
        return String.format("%016x", bytes);
    }
}
