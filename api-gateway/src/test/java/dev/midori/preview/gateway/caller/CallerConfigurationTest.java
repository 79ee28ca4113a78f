package dev.midori.preview.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class CallerConfigurationTest {
    private static final SessionSettings NO_SECRET = new SessionSettings("", "", List.of("id", "sub"));

    private static Callers developer(InetAddress address) {
        return CallerConfiguration.of(AuthMode.DEV, NO_SECRET, address, InstantSource.system());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.0.0.5"})
    void onLoopbackEverybodyIsTheDeveloper(String address) throws UnknownHostException {
        var caller = developer(InetAddress.getByName(address)).of(new MockHttpServletRequest());

        assertThat(caller.user().value()).isEqualTo("dev-user");
        assertThat(caller.admin()).isTrue();
    }

    @Test
    void onAnyOtherAddressItRefusesToStart() throws UnknownHostException {
        var outside = InetAddress.getByName("192.0.2.1");

        assertThatIllegalStateException()
                .isThrownBy(() -> developer(outside))
                .withMessageContaining("loopback")
                .withMessageContaining("192.0.2.1");
        assertThatIllegalStateException()
                .isThrownBy(() -> CallerConfiguration.of(AuthMode.DEV, NO_SECRET, null, InstantSource.system()))
                .withMessageContaining("all addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "session"})
    void sessionsAreTheDefaultAndNeedASecret(String auth) {
        var mode = AuthMode.of(auth);

        assertThat(mode).isEqualTo(AuthMode.SESSION);
        assertThatIllegalStateException()
                .isThrownBy(() -> CallerConfiguration.of(mode, NO_SECRET, null, InstantSource.system()))
                .withMessageStartingWith("NEXTAUTH_SECRET is not configured")
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEV", "none", "sessions"})
    void withoutAModeThatItHasItRefusesToStart(String auth) {
        assertThatIllegalStateException()
                .isThrownBy(() -> AuthMode.of(auth))
                .withMessageContaining("PREVIEW_AUTH")
                .withMessageNotContaining("\n");
    }
}
