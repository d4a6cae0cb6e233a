package io.github.vkextmem.driver;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Keeps the driver in the process while tests run. The loader would unload it with each test's instance, and NVIDIA's
 * (580.159) is not loaded a thirty-first time. It goes before the process ends: that driver crashes in its exit handler
 * if it is there.
 */
public final class LoadedDriver implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        DriverUnderTest.keep();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        DriverUnderTest.letGo();
    }
}
