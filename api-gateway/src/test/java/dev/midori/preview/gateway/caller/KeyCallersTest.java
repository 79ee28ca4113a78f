package dev.midori.preview.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.sandbox.UserId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class KeyCallersTest {
    private static final Caller NOBODY = new Caller(new UserId("somebody-else"), false);

    private final Callers callers = new KeyCallers("service", "admin", _ -> NOBODY);

    private static MockHttpServletRequest request(@Nullable String key, @Nullable String user) {
        var request = new MockHttpServletRequest();
        if (key != null) {
            request.addHeader("X-Api-Key", key);
        }
        if (user != null) {
            request.addHeader("X-User-Id", user);
        }
        return request;
    }

    @Test
    void theServiceSpeaksForItsUsers() {
        assertThat(callers.of(request("service", "anna"))).isEqualTo(new Caller(new UserId("anna"), false));
    }

    @Test
    void theOperatorMaySpeakForAUser() {
        assertThat(callers.of(request("admin", null)).admin()).isTrue();
        assertThat(callers.of(request("admin", "anna"))).isEqualTo(new Caller(new UserId("anna"), true));
    }

    @Test
    void withoutAKeyAUserIsNotBelieved() {
        assertThat(callers.of(request(null, "anna"))).isEqualTo(NOBODY);
    }

    @ParameterizedTest
    @CsvSource({"wrong, anna, 401", "'', anna, 401", "Service, anna, 401", "service, '', 400", "service, a{b}, 400"})
    void whatDoesNotFitIsRefused(String key, String user, int status) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> callers.of(request(key, user)))
                .satisfies(refusal ->
                        assertThat(refusal.problem().status().value()).isEqualTo(status));
    }

    @Test
    void aKeyThatIsNotConfiguredOpensNothing() {
        var without = new KeyCallers("", "", _ -> NOBODY);

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> without.of(request("", "anna")));
    }
}
