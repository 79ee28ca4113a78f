package dev.midori.preview.gateway.caller;

import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every call that there is, those that are added later too, as somebody whose sandbox it isn't. */
@ExtendWith(OneGateway.class)
class OwnershipIT {
    /** Calls below the same address that are about no single sandbox. */
    private static final Set<String> ABOUT_NO_SANDBOX =
            Set.of("POST " + DAYTONA, "GET " + DAYTONA + "/stats", "POST " + DAYTONA + "/cleanup");

    private static final Set<String> BODYLESS = Set.of("GET", "DELETE");

    private final GatewayUnderTest gateway;

    OwnershipIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
    }

    record Call(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private Set<Call> calls() {
        return gateway
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .flatMap(method -> mapping.getPatternValues().stream().map(path -> new Call(method, path))))
                .filter(call -> call.path().startsWith(DAYTONA) && !ABOUT_NO_SANDBOX.contains(call.toString()))
                .collect(Collectors.toSet());
    }

    @Test
    void someoneElsesSandboxIsNotThereWhateverTheCall() {
        var theirs = gateway.runningOf("somebody-else");
        var before = Objects.requireNonNull(gateway.find(theirs).orElse(null));

        assertThat(calls()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(call -> {
            var answer = send(call, theirs);
            assertThat(answer.status()).as(call.toString()).isEqualTo(404);
            assertThat(answer.text("code")).as(call.toString()).isEqualTo("SANDBOX_NOT_FOUND");
            assertThat(answer.text("error")).isEqualTo("Sandbox not found");
        });

        assertThat(gateway.find(theirs)).contains(before);
    }

    @Test
    void itIsAnsweredAsOneThatNobodyHas() {
        var theirs = gateway.runningOf("somebody-else");
        var nobodys = theirs.substring(0, theirs.length() - 4) + (theirs.endsWith("0000") ? "1111" : "0000");

        assertThat(calls())
                .allSatisfy(call -> assertThat(send(call, theirs).response().body())
                        .as(call.toString())
                        .isEqualTo(send(call, nobodys).response().body()));
    }

    /** Sends whatever any of the calls may need beside the sandbox. */
    private Http.Answer send(Call call, String id) {
        var body = """
                {"sandboxId":"%s","projectId":"theirs","path":"a.txt","files":[{"path":"a.txt","content":"x"}],
                 "operations":[{"type":"insert","line":0,"content":"x"}]}""".formatted(id);
        return gateway.http()
                .send(
                        call.method(),
                        call.path() + "?sandboxId=" + id + "&path=a.txt&step=building",
                        BODYLESS.contains(call.method()) ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json")
                .join();
    }
}
