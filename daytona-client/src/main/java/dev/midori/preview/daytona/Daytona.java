package dev.midori.preview.daytona;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Daytona's control API. A sandbox is addressed by Daytona's id or by its name. Every call may throw a
 * {@link DaytonaException}.
 */
public interface Daytona {
    /**
     * Creates a sandbox. Daytona holds the answer until the sandbox has started, for at most 30 seconds, and may then
     * still say {@link SandboxState#CREATING}: look with {@link #find} until it settles.
     *
     * <p>There is no idempotency key; the name is unique instead. After any failure the sandbox may exist, even after
     * {@link DaytonaException.Rejected}: a sandbox that fails to start within those seconds is answered with 400.
     *
     * @throws DaytonaException.Conflict      the name is taken: look whose it is
     * @throws DaytonaException.QuotaExceeded there is no room now
     */
    DaytonaSandbox create(CreateSandboxRequest request);

    /** The sandbox as it is now; empty when it was destroyed or never was. */
    Optional<DaytonaSandbox> find(String idOrName);

    /**
     * One page of the sandboxes that carry all the given labels, oldest first. The listing is eventually consistent:
     * {@link #find} has the last word.
     *
     * @param cursor {@link Page#nextCursor} of the page before, none for the first
     * @param limit  at most so many, 1 to 200
     */
    Page<DaytonaSandbox> list(Map<String, String> labels, @Nullable String cursor, int limit);

    /** Every sandbox that carries all the given labels, oldest first; each page but the first is asked for when reached. */
    default Stream<DaytonaSandbox> list(Map<String, String> labels) {
        return Stream.iterate(
                        Optional.of(list(labels, null, Page.LARGEST)),
                        Optional::isPresent,
                        page -> page.flatMap(Page::next).map(cursor -> list(labels, cursor, Page.LARGEST)))
                .flatMap(Optional::stream)
                .flatMap(page -> page.items().stream());
    }

    /** Asks for the sandbox to be destroyed, which then takes a while. May be repeated. */
    Deletion delete(String idOrName);

    /**
     * Gives the sandbox these labels and no others: what it shall keep has to be among them. May be repeated.
     *
     * @throws DaytonaException.NotFound there is no such sandbox
     */
    void replaceLabels(String idOrName, Map<String, String> labels);

    /**
     * Begins to make a snapshot of the sandbox's files, which takes a while: meanwhile the sandbox is
     * {@link SandboxState#SNAPSHOTTING}, refuses other changes, and returns to what it was. The snapshot can be found by its
     * name once it is there, which it never is where it could not be made.
     *
     * @param name unique in the organisation
     * @throws DaytonaException.Conflict      the name is taken, or another change is under way
     * @throws DaytonaException.QuotaExceeded there is no room now
     */
    void createSnapshot(String idOrName, String name);

    /** What sandboxes can be made from. */
    Snapshots snapshots();

    /**
     * The address of a port of the sandbox and the token that opens it.
     *
     * @param port 1 to 65535, whether or not anything listens there
     * @throws DaytonaException.NotFound there is no such sandbox
     */
    PreviewLink previewLink(String idOrName, int port);

    /**
     * An address of a port of the sandbox that opens without anything else, in a browser too.
     *
     * @param port     1 to 65535, whether or not anything listens there
     * @param validFor 1 second to 24 hours
     * @throws DaytonaException.NotFound there is no such sandbox
     */
    SignedPreviewLink signedPreviewLink(String idOrName, int port, Duration validFor);

    /**
     * What runs inside the sandbox. Asks nothing yet, unless the address is blank.
     *
     * @param sandboxId       Daytona's id, not the name
     * @param toolboxProxyUrl as in {@link DaytonaSandbox#toolboxProxyUrl}
     */
    Toolbox toolbox(String sandboxId, String toolboxProxyUrl);

    /** What runs inside the sandbox. */
    default Toolbox toolbox(DaytonaSandbox sandbox) {
        return toolbox(sandbox.id(), sandbox.toolboxProxyUrl());
    }
}
