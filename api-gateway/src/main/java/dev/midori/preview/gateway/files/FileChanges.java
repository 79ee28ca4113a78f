package dev.midori.preview.gateway.files;

import dev.midori.preview.command.LineEdits;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.gateway.body.HeldContent;
import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Requests;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Revisions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Changes of files on their way to a worker. One preview's changes that come while another of it is being made are
 * gathered, for a while at most, and made as one, so that a burst costs as little as it can. Each gets its revision when
 * it is handed over, so that the order in which changes came is the order in which they win.
 */
@Component
class FileChanges {
    private static final Logger log = LoggerFactory.getLogger(FileChanges.class);

    private static final Duration GATHERED_FOR = Duration.ofSeconds(2);
    private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(2);

    private final Requests requests;
    private final Revisions revisions;
    private final PreviewLimits limits;
    private final Duration longest;
    private final Clock clock;
    private final Map<SandboxId, Turn> last = new ConcurrentHashMap<>();

    FileChanges(Requests requests, Revisions revisions, PreviewLimits limits, PreviewTimeouts timeouts, Clock clock) {
        this.requests = requests;
        this.revisions = revisions;
        this.limits = limits;
        this.longest = timeouts.build();
        this.clock = clock;
    }

    /**
     * Has a change made, perhaps together with others.
     *
     * @param held given back when nothing of the files is kept for this any more
     */
    Turn change(SandboxId id, UserId user, Change change, HeldContent.Portion held) {
        return inOrder(id, before -> {
            if (before != null && before.takes(change, held)) {
                return before;
            }
            var next = new Turn(id, user, before, true);
            next.takes(change, held);
            return next;
        });
    }

    /** Has edits of one file made, alone: what came before is to be there first, since their line numbers are about it. */
    Turn edit(SandboxId id, UserId user, LineEdits edits, HeldContent.Portion held) {
        return inOrder(id, before -> {
            var next = new Turn(id, user, before, false);
            next.batch.edit(edits, held);
            return next;
        });
    }

    private Turn inOrder(SandboxId id, UnaryOperator<@Nullable Turn> next) {
        return Objects.requireNonNull(last.compute(id, (_, before) -> {
            var turn = Objects.requireNonNull(next.apply(before));
            if (turn != before) {
                Thread.startVirtualThread(turn);
            }
            return turn;
        }));
    }

    /** What is in a file, or which there are; empty where no answer came in time. */
    Optional<Reply> read(SandboxId id, UserId user, @Nullable String path, Duration patience) {
        return requests.ask(new ReadFiles(ReadFiles.VERSION, id, user, clock.instant(), path), patience);
    }

    /** How many changes of this preview will be made as one with the next. */
    int gathered(SandboxId id) {
        var turn = last.get(id);
        return turn == null ? 0 : turn.batch.count();
    }

    /** Changes that are made as one, and what came of them. */
    final class Turn implements Runnable {
        private final SandboxId id;
        private final UserId user;
        private @Nullable Turn before;
        private final Batch batch = new Batch();
        private final CompletableFuture<Boolean> taken = new CompletableFuture<>();
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private boolean open;

        private Turn(SandboxId id, UserId user, @Nullable Turn before, boolean open) {
            this.id = id;
            this.user = user;
            this.before = before;
            this.open = open;
        }

        private boolean takes(Change change, HeldContent.Portion held) {
            return open && batch.add(change, held, limits);
        }

        @Override
        public void run() {
            try {
                waitForTheOneBefore();
                last.computeIfPresent(id, (_, newest) -> {
                    open = false;
                    return newest;
                });
                handOver().ifPresent(asked -> {
                    taken.complete(true);
                    bringReply(asked);
                });
            } finally {
                last.remove(id, this);
                finish();
            }
        }

        /** Until it is made; where that takes its time, until it is handed over, so that its revision is the lower. */
        private void waitForTheOneBefore() {
            var earlier = before;
            before = null;
            if (earlier != null && !isDone(earlier.reply, GATHERED_FOR)) {
                isDone(earlier.taken, HANDED_OVER_WITHIN);
            }
        }

        private static boolean isDone(CompletableFuture<?> future, Duration within) {
            try {
                future.get(within.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException _) {
                return false;
            } catch (ExecutionException _) {
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Keeps nothing of the files once the broker has them, however long the answer takes. */
        private Optional<Requests.Asked> handOver() {
            try {
                var revision = revisions.next(id, user);
                if (revision.isEmpty()) {
                    taken.complete(false);
                    reply.complete(new Reply.Refused(
                            "NOT_RUNNING", "The preview is not running.", "Start it, and change its files then.", ""));
                    return Optional.empty();
                }
                var command = batch.command(id, user, clock.instant(), revision.getAsLong());
                return Optional.of(requests.begin(command, longest));
            } catch (NotQueuedException | DataAccessException e) {
                taken.completeExceptionally(e);
                reply.completeExceptionally(e);
                return Optional.empty();
            } finally {
                batch.drop();
            }
        }

        private void bringReply(Requests.Asked asked) {
            try {
                asked.await().ifPresent(reply::complete);
            } catch (NotQueuedException e) {
                // The broker has the change all the same: it will be made, and nobody tells what came of it.
                log.atDebug().addKeyValue("sandboxId", id).setCause(e).log("no answer will come to a change of files");
            }
        }

        /** Whoever waits for what will not come is told that it is not known yet. */
        private void finish() {
            taken.completeExceptionally(new NotQueuedException("it was not handed over"));
            reply.completeExceptionally(new TimeoutException());
        }

        /**
         * What came of it; empty where that is not known in time, though the broker has it.
         *
         * @throws NotQueuedException where the broker doesn't have it, as far as could be found out in time
         */
        Optional<Reply> await(Duration atMost) {
            var end = System.nanoTime() + atMost.toNanos();
            if (get(taken, GATHERED_FOR.plus(HANDED_OVER_WITHIN).plus(HANDED_OVER_WITHIN))
                    .isEmpty()) {
                throw new NotQueuedException("it was not handed over in time");
            }
            return get(reply, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }

        private static <T> Optional<T> get(CompletableFuture<T> future, Duration atMost) {
            try {
                return Optional.of(future.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException _) {
                return Optional.empty();
            } catch (ExecutionException e) {
                return switch (e.getCause()) {
                    case TimeoutException _ -> Optional.empty();
                    case RuntimeException failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e);
                };
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw Outages.broker().asException();
            }
        }
    }
}
