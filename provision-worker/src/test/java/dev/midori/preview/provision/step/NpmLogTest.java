package dev.midori.preview.provision.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpmLogTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code ENOTFOUND\nnpm error syscall getaddrinfo",
                "npm error code EAI_AGAIN",
                "npm error code ETIMEDOUT",
                "npm error code ECONNRESET\nnpm error network aborted",
                "npm error code ECONNREFUSED",
                "npm error code E503\nnpm error 503 Service Unavailable",
                "npm ERR! code ERR_SOCKET_TIMEOUT",
                "added 3 packages\nnpm error code E429",
                "npm ERR! network request to a registry failed, reason: socket hang up",
                "npm error code EIDLETIMEOUT\nnpm error Idle timeout reached"
            })
    void whatTheNetworkDidIsNotTheProjectsFault(String log) {
        assertThat(NpmLog.tellsOfTheNetwork(log)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "npm error code E404\nnpm error 404 Not Found - GET no-such-package",
                "npm error code ETARGET\nnpm error notarget No matching version found",
                "npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree",
                "npm error code EJSONPARSE",
                "npm error code 1\nnpm error command sh -c node postinstall.js",
                "my-script: connect ECONNREFUSED 127.0.0.1:5432\nnpm error code 1",
                "npm error code 1\nnpm error Error: connect ECONNREFUSED 127.0.0.1:5432",
                "npm error code ELIFECYCLE\nnpm error network is what my script is called",
                "npm error code EUSAGE"
            })
    void whatTheProjectAsksForIsItsOwnFault(String log) {
        assertThat(NpmLog.tellsOfTheNetwork(log)).isFalse();
    }
}
