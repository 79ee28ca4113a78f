package dev.midori.preview.localdaytona.machine.simulated;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is in the files of all simulated machines. Thousands of them hold the same few projects, so each content is kept
 * once; and there is an end to how much different content is kept. Small files are always kept, for those tell a machine
 * how to behave.
 */
final class Contents {
    private static final int SMALL = 4096;

    private final long room;
    private final Map<Content, Content> all = new HashMap<>();
    private long kept;

    /** @param room bytes of files that are not small */
    Contents(long room) {
        this.room = room;
    }

    /** The bytes of one file or of many. Nobody changes them. */
    static final class Content {
        private final byte[] bytes;
        private final int hash;
        private int files;

        private Content(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return bytes.length;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && Arrays.equals(bytes, content.bytes);
        }
    }

    /** That content for one more file; empty where there is no room for it. */
    Optional<Content> keep(byte[] bytes) {
        var asked = new Content(bytes);
        synchronized (this) {
            var known = all.get(asked);
            if (known == null && counts(asked) && kept + asked.size() > room) {
                return Optional.empty();
            }
            if (known == null) {
                known = asked;
                all.put(asked, asked);
                kept += counts(asked) ? asked.size() : 0;
            }
            known.files++;
            return Optional.of(known);
        }
    }

    /** One file fewer has that content. */
    synchronized void giveBack(Content content) {
        var known = Objects.requireNonNull(all.get(content), "a content that is kept");
        known.files--;
        if (known.files == 0) {
            all.remove(known);
            kept -= counts(known) ? known.size() : 0;
        }
    }

    private static boolean counts(Content content) {
        return content.size() > SMALL;
    }
}
