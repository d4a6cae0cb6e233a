package io.github.vkextmem.standin;

import java.util.List;
import java.util.Set;

/** The extensions that belong together, and that a stand-in can stand in for. */
public enum Family {
    KHR(List.of(), List.of("VK_KHR_external_memory_win32")),
    NV(List.of("VK_NV_external_memory_capabilities"), List.of("VK_NV_external_memory", "VK_NV_external_memory_win32"));

    private final List<String> ofInstance;
    private final List<String> ofDevice;

    Family(List<String> ofInstance, List<String> ofDevice) {
        this.ofInstance = ofInstance;
        this.ofDevice = ofDevice;
    }

    static List<String> ofInstance(Set<Family> families) {
        return families.stream().flatMap(family -> family.ofInstance.stream()).toList();
    }

    static List<String> ofDevice(Set<Family> families) {
        return families.stream().flatMap(family -> family.ofDevice.stream()).toList();
    }
}
