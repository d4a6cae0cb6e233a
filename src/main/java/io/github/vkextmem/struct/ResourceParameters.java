package io.github.vkextmem.struct;

/**
 * What a buffer or image was created with, and its importer's must be created with too.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/resources.html#resources-association">Resource Memory
 *     Association</a>
 */
public sealed interface ResourceParameters permits BufferParameters, ImageParameters {}
