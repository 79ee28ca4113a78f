package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.state.StopOrder;

/** Something about which Redis and Daytona disagree. */
sealed interface Suspect {
    /** The same in each pass that finds it. */
    String name();

    /** It exists there, and nothing here knows it. */
    record Unknown(DaytonaSandbox there, SandboxLabels labels) implements Suspect {
        @Override
        public String name() {
            return "unknown:" + there.id();
        }
    }

    /** It exists there with a label of ours, and nobody can tell whose it is. */
    record Stray(DaytonaSandbox there) implements Suspect {
        @Override
        public String name() {
            return "stray:" + there.id();
        }
    }

    /** It exists there, and lies unfinished here. */
    record Unfinished(DaytonaSandbox there, SandboxId id) implements Suspect {
        @Override
        public String name() {
            return "unfinished:" + there.id();
        }
    }

    /** It exists there, and has ended here. */
    record Ended(DaytonaSandbox there, StopOrder order) implements Suspect {
        @Override
        public String name() {
            return "ended:" + there.id();
        }
    }

    /** It exists there, and the preview that it says to be runs in another one. */
    record Spare(DaytonaSandbox there, SandboxId id) implements Suspect {
        @Override
        public String name() {
            return "spare:" + there.id();
        }
    }

    /** It runs here, and doesn't exist there. */
    record Vanished(SandboxId id, String daytonaId) implements Suspect {
        @Override
        public String name() {
            return "vanished:%s:%s".formatted(id, daytonaId);
        }
    }
}
