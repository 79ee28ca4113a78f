package dev.midori.preview.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausePrinterTest {
    @Test
    void saysWhatFailedAndWhyAndNotWhere() throws IOException {
        var failure = new IllegalStateException("Redis does not answer", new IOException("refused"));
        var text = new StringBuilder();

        new CausePrinter().printStackTrace(failure, text);

        assertThat(text)
                .hasToString(
                        "java.lang.IllegalStateException: Redis does not answer\nCaused by: java.io.IOException: refused");
    }

    @Test
    void endsWhereCausesGoInACircle() throws IOException {
        var first = new IOException("first");
        first.initCause(new IOException("second", first));
        var text = new StringBuilder();

        new CausePrinter().printStackTrace(first, text);

        assertThat(text).hasLineCount(20);
    }
}
