package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkSubmitInfo2: {@link Parents#SUBMIT_INFO_2}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsSubmitInfo2 extends Structure {}
