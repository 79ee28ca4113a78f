package dev.midori.preview.provision.fake;

/**
 * How a command ends.
 *
 * @param looks    after how many looks it has ended; never for {@link Integer#MAX_VALUE}
 * @param exitCode what it then answers
 * @param output   what it has printed
 */
public record FakeCommand(int looks, int exitCode, String output) {
    static final String TOO_MUCH = "\0";

    /** Ends at once. */
    public static FakeCommand ends(int exitCode, String output) {
        return new FakeCommand(0, exitCode, output);
    }

    /** Has printed more than the client reads, and ends after some looks. */
    public static FakeCommand printsTooMuch(int looks, int exitCode) {
        return new FakeCommand(looks, exitCode, TOO_MUCH);
    }

    /** Never ends. */
    public static FakeCommand runs(String output) {
        return new FakeCommand(Integer.MAX_VALUE, 0, output);
    }
}
