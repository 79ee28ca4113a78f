package dev.midori.preview.provision.fake;

/**
 * How a command ends.
 *
 * @param looks    after how many looks it has ended; never for {@link Integer#MAX_VALUE}
 * @param exitCode what it then answers
 * @param output   what it has printed
 */
public record FakeCommand(int looks, int exitCode, String output) {
    /** Ends at once. */
    public static FakeCommand ends(int exitCode, String output) {
        return new FakeCommand(0, exitCode, output);
    }

    /** Never ends. */
    public static FakeCommand runs(String output) {
        return new FakeCommand(Integer.MAX_VALUE, 0, output);
    }
}
