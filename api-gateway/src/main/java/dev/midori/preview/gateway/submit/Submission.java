package dev.midori.preview.gateway.submit;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.publish.PromptCommands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.state.Reservations.Reservation;
import dev.midori.preview.state.Reservations.Wish;
import dev.midori.preview.state.StopOrder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Reserve, publish, confirm, in this order: wherever it breaks off, the due sweep knows how to go on. */
@Component
class Submission {
    private static final Logger log = LoggerFactory.getLogger(Submission.class);

    private final Reservations reservations;
    private final Vacancies vacancies;
    private final PromptCommands commands;
    private final NoRoom noRoom;
    private final AgainAndAgain againAndAgain;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Submission(
            Reservations reservations,
            Vacancies vacancies,
            PromptCommands commands,
            NoRoom noRoom,
            AgainAndAgain againAndAgain,
            Clock clock) {
        this.reservations = reservations;
        this.vacancies = vacancies;
        this.commands = commands;
        this.noRoom = noRoom;
        this.againAndAgain = againAndAgain;
        this.clock = clock;
    }

    /**
     * Returns once the broker has the command, or the project's live sandbox was joined; everything else ends the
     * request with a problem.
     *
     * @param firstGrant how long the preview lives from when it runs, without any sign of its owner
     * @param patience   how long to wait for another project's page to be gone, where one is in the way
     * @param afterwards run as soon as nothing of the files is kept for this any more
     */
    Submitted submit(
            Caller caller, ProjectRequest request, Duration firstGrant, Duration patience, Runnable afterwards) {
        var id = SandboxId.next(caller.user(), clock.instant(), random);
        var owner = new Owner(caller.user(), request.project());
        var hash = ContentHash.of(request.files());
        var wish = new Wish(id, owner, hash, firstGrant, request.replace(), request.force());
        return switch (vacancies.reserve(wish, patience)) {
            case Reservation.Reserved(var _, var leaving) -> {
                publish(command(wish, id, 1, request), afterwards);
                stop(leaving);
                yield new Submitted(id, 1, false);
            }
            case Reservation.Revised(var live, var revision) -> {
                publish(command(wish, live, revision, request), afterwards);
                yield new Submitted(live, revision, true);
            }
            case Reservation.Joined(var live, var revision) -> {
                afterwards.run();
                yield new Submitted(live, revision, true);
            }
            case Reservation.FailedBefore(var failed, var times) -> {
                afterwards.run();
                againAndAgain.slowDown(times);
                yield new Submitted(failed, 1, true);
            }
            case Reservation.LimitReached(var live, var goneIn) ->
                throw noRoom.limit(live, goneIn).asException();
            case Reservation.QuotaUsedUp _ -> throw noRoom.quota().asException();
        };
    }

    private CreateSandbox command(Wish wish, SandboxId id, long revision, ProjectRequest request) {
        var owner = wish.owner();
        return new CreateSandbox(
                CreateSandbox.VERSION,
                id,
                owner.user(),
                owner.project(),
                clock.instant(),
                revision,
                wish.contentHash(),
                request.files());
    }

    private void publish(CreateSandbox command, Runnable afterwards) {
        var id = command.sandboxId();
        try {
            commands.publish(command, afterwards);
        } catch (NotQueuedException e) {
            abandon(command);
            throw e;
        }
        log.atInfo()
                .addKeyValue("sandboxId", id)
                .addKeyValue("user", command.userId())
                .addKeyValue("project", command.projectId())
                .addKeyValue("files", command.files().size())
                .log("preview accepted");
        try {
            reservations.confirm(id, command.revision());
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", id)
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("acceptance could not be noted; the worker's claim will say the same");
        }
    }

    private void abandon(CreateSandbox command) {
        var id = command.sandboxId();
        try {
            reservations.abandon(id, command.revision());
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", id)
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("a reservation without a command could not be ended; it ends by itself within a minute");
        }
    }

    /** Their end is decided already: an order that doesn't get through is published again by the due sweep. */
    private void stop(List<StopOrder> leaving) {
        for (var order : leaving) {
            try {
                commands.publish(order.toCommand(clock.instant()));
            } catch (NotQueuedException e) {
                log.atWarn()
                        .addKeyValue("sandboxId", order.id())
                        .addKeyValue("cause", e.getMessage())
                        .log("stop of a replaced sandbox was not queued; the due sweep publishes it again");
            }
        }
    }
}
