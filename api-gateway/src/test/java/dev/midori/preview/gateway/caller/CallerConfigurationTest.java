package dev.midori.preview.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class CallerConfigurationTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.0.0.5"})
    void onLoopbackEverybodyIsTheDeveloper(String address) throws UnknownHostException {
        var caller =
                CallerConfiguration.of("dev", InetAddress.getByName(address)).of(new MockHttpServletRequest());

        assertThat(caller.user().value()).isEqualTo("dev-user");
        assertThat(caller.admin()).isTrue();
    }

    @Test
    void onAnyOtherAddressItRefusesToStart() throws UnknownHostException {
        var outside = InetAddress.getByName("192.0.2.1");

        assertThatIllegalStateException()
                .isThrownBy(() -> CallerConfiguration.of("dev", outside))
                .withMessageContaining("loopback")
                .withMessageContaining("192.0.2.1");
        assertThatIllegalStateException()
                .isThrownBy(() -> CallerConfiguration.of("dev", null))
                .withMessageContaining("all addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "session", "DEV"})
    void withoutAModeThatItHasItRefusesToStart(String auth) {
        assertThatIllegalStateException()
                .isThrownBy(() -> CallerConfiguration.of(auth, InetAddress.getLoopbackAddress()))
                .withMessageContaining("PREVIEW_AUTH")
                .withMessageNotContaining("\n");
    }
}
