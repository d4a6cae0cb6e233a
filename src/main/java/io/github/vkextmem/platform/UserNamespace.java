package io.github.vkextmem.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user namespace of this process. Linux shows each user that it does not map as one and the same overflow user. */
public final class UserNamespace {

    private static final long ALL_USERS = 0xFFFF_FFFFL;
    private static final int USUAL_OVERFLOW_USER = 65534;

    private UserNamespace() {}

    /** {@return whether the number may stand for more than one user} */
    public static boolean isAmbiguous(int user) {
        return user == overflowUser() && !mapsAllUsers();
    }

    private static int overflowUser() {
        try {
            // Not readString: Linux gives the contents to the first read only, of which that makes one of a single
            // byte.
            return Integer.parseUnsignedInt(
                    Files.readAllLines(Path.of("/proc/sys/kernel/overflowuid")).get(0));
        } catch (IOException e) {
            return USUAL_OVERFLOW_USER;
        }
    }

    private static boolean mapsAllUsers() {
        try {
            return mapsAllUsers(Files.readAllLines(Path.of("/proc/self/uid_map")));
        } catch (IOException e) {
            return false;
        }
    }

    /** Each line maps a range: its first user here, its first user in the parent namespace, its length. */
    static boolean mapsAllUsers(List<String> map) {
        return map.stream()
                        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                == ALL_USERS;
    }
}
