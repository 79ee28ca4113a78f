package dev.midori.preview.localdaytona.machine.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.localdaytona.TickingClock;
import dev.midori.preview.localdaytona.machine.GuestFiles;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final int LARGE = 5000;

    private final Contents contents = new Contents(2 * LARGE);

    private static byte[] bytes(int size, int seed) {
        var bytes = new byte[size];
        bytes[0] = (byte) seed;
        return bytes;
    }

    @Test
    void theSameContentIsKeptOnce() {
        var first = contents.keep(bytes(LARGE, 1)).orElseThrow();
        var second = contents.keep(bytes(LARGE, 1)).orElseThrow();

        assertThat(second).isSameAs(first);
        assertThat(contents.keep(bytes(LARGE, 2))).isPresent();
    }

    @Test
    void whatThereIsNoRoomForIsNotKeptUntilThereIs() {
        var first = contents.keep(bytes(LARGE, 1)).orElseThrow();
        assertThat(contents.keep(bytes(LARGE, 1))).isPresent();
        assertThat(contents.keep(bytes(LARGE, 2))).isPresent();
        assertThat(contents.keep(bytes(LARGE, 3))).isEmpty();

        contents.giveBack(first);
        assertThat(contents.keep(bytes(LARGE, 3)))
                .as("another file has the first content still")
                .isEmpty();
        contents.giveBack(first);

        assertThat(contents.keep(bytes(LARGE, 3))).isPresent();
    }

    @Test
    void smallFilesAreAlwaysKept() {
        var full = new Contents(0);

        assertThat(IntStream.range(0, 100))
                .allSatisfy(n -> assertThat(full.keep(bytes(4096, n))).isPresent());
        assertThat(full.keep(bytes(4097, 1))).isEmpty();
    }

    @Test
    void aMachineGivesBackWhatItHadKept() {
        var shared = new Contents(LARGE);
        var one = new SimulatedFiles(new TickingClock(), 10 * LARGE, shared);
        var other = new SimulatedFiles(new TickingClock(), 10 * LARGE, shared);
        write(one, "a", 1);
        write(one, "a", 2);
        write(one, "b", 2);
        one.delete("a", false);
        write(other, "c", 3);
        assertThat(other.info("c"))
                .hasValueSatisfying(entry -> assertThat(entry.size()).isEqualTo(LARGE));

        one.removeAll();
        write(other, "d", 4);

        assertThat(other.read("d")).hasValue(bytes(LARGE, 4));
    }

    @Test
    void whatIsDeletedLeavesItsMachineRoom() {
        var files = new SimulatedFiles(new TickingClock(), 2 * LARGE, new Contents(100 * LARGE));
        for (int i = 0; i < 5; i++) {
            write(files, "folder/" + i, i);
            assertThat(files.read("folder/" + i)).hasValue(bytes(LARGE, i));
            files.delete("folder", true);
        }
    }

    private static void write(GuestFiles files, String path, int seed) {
        var content = bytes(LARGE, seed);
        assertThat(files.write(List.of(
                                new GuestFiles.Source(path, content.length, () -> new ByteArrayInputStream(content))))
                        .errors())
                .isEmpty();
    }
}
