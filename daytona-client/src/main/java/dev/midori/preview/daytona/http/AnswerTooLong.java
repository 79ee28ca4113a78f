package dev.midori.preview.daytona.http;

import java.io.IOException;

/** An answer went on beyond what we are ready to hold in memory. */
final class AnswerTooLong extends IOException {
    static final String REASON = "the answer is longer than is read here";

    AnswerTooLong() {
        super(REASON);
    }
}
