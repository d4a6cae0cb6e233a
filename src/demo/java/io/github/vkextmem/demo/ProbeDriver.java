package io.github.vkextmem.demo;

/**
 * Prints the Vulkan devices of this machine, in a process of its own: a driver that does not work may well crash it. A
 * manifest on disk would prove nothing.
 */
final class ProbeDriver {

    private ProbeDriver() {}

    public static void main(String[] args) {
        try (VulkanInstance instance = VulkanInstance.create()) {
            String devices = String.join(", ", instance.deviceNames());
            if (devices.isEmpty()) {
                System.exit(1);
            }
            System.out.println(devices);
        }
    }
}
