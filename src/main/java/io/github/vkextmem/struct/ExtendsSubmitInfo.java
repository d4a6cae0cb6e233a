package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkSubmitInfo: {@link Parents#SUBMIT_INFO}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsSubmitInfo extends Structure {}
