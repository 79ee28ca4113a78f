package dev.midori.preview.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * One of the 64 parts that state is divided into. Everything of one user lives in one partition, and all keys of a
 * partition share a Redis Cluster slot, so that one script may touch them together.
 *
 * @param number 0 to 63
 */
public record Partition(int number) {
    /** How many partitions there are. Part of every sandbox id, so it never changes. */
    public static final int COUNT = 64;

    private static final List<Partition> ALL =
            IntStream.range(0, COUNT).mapToObj(Partition::new).toList();

    public Partition {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("partition %d is not within 0 to %d".formatted(number, COUNT - 1));
        }
    }

    /** Every partition, in order. */
    public static List<Partition> all() {
        return ALL;
    }

    /** The partition of a user, the same for ever and on every machine. */
    public static Partition of(UserId user) {
        var crc = new CRC32C();
        crc.update(user.value().getBytes(StandardCharsets.UTF_8));
        return ALL.get((int) (crc.getValue() % COUNT));
    }

    /** Two digits, as in sandbox ids and key names. */
    public String digits() {
        return (number < 10 ? "0" : "") + number;
    }
}
