package dev.midori.preview.provision.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void leavesTheTextAndItsLines() {
        assertThat(Terminal.plain("\u001b[32m✓ built\u001b[39m in 1s\r\n\u001b[2K\u001b[1Gnext\ttab\n"))
                .isEqualTo("✓ built in 1s\nnext\ttab\n");
    }

    @Test
    void takesStreamMarkersAway() {
        assertThat(Terminal.plain("\u0001\u0001\u0001out\n\u0002\u0002\u0002err\n"))
                .isEqualTo("out\nerr\n");
    }
}
