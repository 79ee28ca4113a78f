package dev.midori.preview.gateway.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BoundedBodyTest {
    private static final Problem TOO_LARGE = Problem.of(Code.PROJECT_TOO_LARGE, "too large", "");

    private final AtomicInteger arrived = new AtomicInteger();

    private BoundedBody open(int bytes, boolean announced) throws IOException {
        var request = new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return announced ? bytes : -1;
            }
        };
        request.setContent(new byte[bytes]);
        return BoundedBody.open(request, 10, () -> TOO_LARGE, arrived::addAndGet);
    }

    @Test
    void whatIsAsLongAsTheLimitIsReadWhole() throws IOException {
        assertThat(open(10, true).readAllBytes()).hasSize(10);
        assertThat(arrived).hasValue(10);
    }

    @Test
    void whatAnnouncesTooMuchIsNotBegun() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> open(11, true));
        assertThat(arrived).hasValue(0);
    }

    @Test
    void whatIsLongerThanItSaidIsLeftThere() throws IOException {
        var body = open(1000, false);

        assertThat(body.read()).isZero();
        assertThatExceptionOfType(ProblemException.class).isThrownBy(body::readAllBytes);
        assertThat(arrived).hasValueLessThanOrEqualTo(10);
    }
}
