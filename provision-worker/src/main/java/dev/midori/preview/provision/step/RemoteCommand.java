package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.CommandLogs;
import dev.midori.preview.daytona.CommandRef;
import dev.midori.preview.daytona.CommandState;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.Processes;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A long command in a session of its own inside the sandbox. Its ids are the checkpoint: whoever goes on with the job
 * follows the command that runs, instead of starting it again. The session is named for the step and the epoch, so a
 * former holder that wakes up late can't add to it.
 */
final class RemoteCommand {
    /** A log is read whole each time, so it is not read each time that the command is looked at. */
    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    /** Says that nothing more of a log is read: it is longer than any answer may be. */
    private static final int UNREADABLE = Integer.MAX_VALUE;

    private static final String TOO_LONG = "It has printed more than can be shown.\n";

    private final Work work;
    private final Processes processes;
    private final Step step;
    private final CommandRef command;
    private int followed;
    private Instant lastRead = Instant.MIN;

    private RemoteCommand(Work work, Place place, Step step, CommandRef command) {
        this.work = work;
        this.processes = place.toolbox().process();
        this.step = step;
        this.command = command;
        this.followed = work.checkpoint()
                .get(followedField(step))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Whether some holder has begun it, or was about to. */
    static boolean isBegun(Work work, Step step) {
        return work.checkpoint().get(sessionField(step)).isPresent();
    }

    /** The step's command that runs or ran already, else a new one. */
    static RemoteCommand attachOrStart(Work work, Place place, Step step, String shell) {
        return attach(work, place, step).orElseGet(() -> start(work, place, step, shell));
    }

    private static Optional<RemoteCommand> attach(Work work, Place place, Step step) {
        var processes = place.toolbox().process();
        var session = work.checkpoint().get(sessionField(step));
        var command = work.checkpoint().get(commandField(step));
        return session.flatMap(
                        id -> command.map(ref -> new CommandRef(id, ref)).or(() -> begunIn(work, place, step, id)))
                .filter(ref -> processes.command(ref).isPresent())
                .map(ref -> new RemoteCommand(work, place, step, ref));
    }

    /** The command of a session whose holder was lost before its id could be stored; where there is none, none may come. */
    private static Optional<CommandRef> begunIn(Work work, Place place, Step step, String session) {
        var processes = place.toolbox().process();
        var begun = processes
                .session(session)
                .flatMap(found -> found.commands().stream().findFirst());
        if (begun.isPresent()) {
            var ref = begun.get().ref();
            work.store(step, Map.of(commandField(step), ref.commandId()));
            return Optional.of(ref);
        }
        // Its holder may yet wake up and add its command: in a session that is gone, it can't.
        work.hold();
        processes.deleteSession(session);
        return Optional.empty();
    }

    private static RemoteCommand start(Work work, Place place, Step step, String shell) {
        var session = work.sessionFor(step);
        work.store(step, Map.of(sessionField(step), session, commandField(step), "", followedField(step), ""));
        place.toolbox().process().createSession(session);
        work.hold();
        var command = place.toolbox().process().run(session, shell);
        work.store(step, Map.of(commandField(step), command.commandId()));
        return new RemoteCommand(work, place, step, command);
    }

    /** So that the next attempt starts anew instead of finding how this one ended. */
    void forget() {
        work.store(step, cleared(step));
        work.hold();
        processes.deleteSession(command.sessionId());
    }

    /** Ends whatever was begun for that step, by whichever holder; that it is ended remains to be stored. */
    static void end(Work work, Place place, Step step) {
        work.checkpoint().get(sessionField(step)).ifPresent(session -> {
            work.hold();
            place.toolbox().process().deleteSession(session);
        });
    }

    /** The same for the dev server, which outlives what state knows of it: where nothing is known, whichever runs is ended. */
    static void endServer(Work work, Place place) {
        if (isBegun(work, Step.STARTING)) {
            end(work, place, Step.STARTING);
            return;
        }
        var processes = place.toolbox().process();
        for (var session : processes.sessions()) {
            if (Work.isSessionFor(Step.STARTING, session)) {
                work.hold();
                processes.deleteSession(session);
            }
        }
    }

    /** The fields of that step, emptied. */
    static Map<String, String> cleared(Step step) {
        return Map.of(sessionField(step), "", commandField(step), "", followedField(step), "");
    }

    /** The exit code once it has ended; what it has printed meanwhile goes to the step's log. */
    Optional<Integer> exitCode() {
        var exitCode = processes
                .command(command)
                .filter(CommandState.Exited.class::isInstance)
                .map(state -> ((CommandState.Exited) state).exitCode());
        var now = work.now();
        if (followed < UNREADABLE && (exitCode.isPresent() || !now.isBefore(lastRead.plus(BETWEEN_READS)))) {
            lastRead = now;
            follow(exitCode.isPresent());
        }
        return exitCode;
    }

    /** The exit code; empty where it has not ended by then. */
    Optional<Integer> await(Instant deadline) {
        return work.await(deadline, this::exitCode);
    }

    /** All that it has printed, as plain text; where that is more than anybody reads, what says so. */
    String output() {
        return printed().orElse(TOO_LONG);
    }

    /** Empty where it is more than is read. */
    private Optional<String> printed() {
        try {
            return Optional.of(processes
                    .logs(command)
                    .map(CommandLogs::output)
                    .map(Terminal::plain)
                    .orElse(""));
        } catch (DaytonaException.Rejected rejected) {
            if (rejected.isTooLong()) {
                return Optional.empty();
            }
            throw rejected;
        }
    }

    /** Passes whole lines on, and what follows the last of them once nothing more can come. */
    private void follow(boolean ended) {
        var printed = printed();
        if (printed.isEmpty()) {
            followed = UNREADABLE;
            work.log(step, TOO_LONG, Map.of(followedField(step), Integer.toString(followed)));
            return;
        }
        var output = printed.get();
        var end = ended ? output.length() : output.lastIndexOf('\n') + 1;
        if (end > followed) {
            work.log(step, output.substring(followed, end), Map.of(followedField(step), Integer.toString(end)));
            followed = end;
        }
    }

    private static String sessionField(Step step) {
        return step.word() + "Session";
    }

    private static String commandField(Step step) {
        return step.word() + "Command";
    }

    /** How many characters of what it has printed are in the step's log: the next holder goes on behind them. */
    private static String followedField(Step step) {
        return step.word() + "Followed";
    }
}
