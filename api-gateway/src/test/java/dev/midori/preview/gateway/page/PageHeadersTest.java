package dev.midori.preview.gateway.page;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "https: ; script-src *", "'unsafe-inline'", "https:\nX-Header: 1"})
    void sourcesThatWouldSayMoreThanWhereToFrameAreRefused(String sources) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PageHeaders(sources))
                .withMessageContaining("preview.pages.frame-sources");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https:", "http://*.localhost:* https://*.proxy.daytona.works"})
    void sourcesArePassedOn(String sources) {
        assertThatNoException().isThrownBy(() -> new PageHeaders(sources));
    }
}
