package dev.midori.preview.gateway.deadletters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The dead letters. Looking at them loses none, however often and whatever breaks off meanwhile; one that is put back is
 * removed here only once the broker has it there.
 */
public interface DeadLetters {
    /** The oldest ones that are so, at most so many. */
    List<DeadLetter> list(Wanted wanted, int most);

    /** One of them. */
    Optional<DeadLetter> find(String id);

    /** Puts one back where it came from, as a new run. False where it isn't here, or came from no queue of ours. */
    boolean replay(String id);

    /** How many of those that are so could be put back, at most so many. */
    int countReplayable(Wanted wanted, int most);

    /** Puts those back that are so, at most so many, at a limited rate. Answers how many. */
    int replay(Wanted wanted, int most);

    /** Removes one for good; answers what it was. */
    Optional<DeadLetter> discard(String id);

    /**
     * Which ones.
     *
     * @param reason    why they are here; any where empty
     * @param olderThan how long they have been here at least
     */
    record Wanted(Optional<String> reason, Duration olderThan) {
        /** Whether this is one of them. */
        public boolean includes(DeadLetter letter) {
            return reason.stream().allMatch(letter.reason()::equals) && letter.ageSeconds() >= olderThan.toSeconds();
        }
    }
}
