package dev.midori.preview.gateway.caller;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.gateway.caller.NextAuth.Made;
import dev.midori.preview.gateway.caller.NextAuth.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** Callers with sessions that the real NextAuth v4 and Auth.js v5 made, and with whatever else looks like one. */
@ExtendWith(OneGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {
    private static final String SECRET = "the-secret-of-the-session-test";
    private static final String PREVIOUS = "the-secret-before-it";
    private static final String V4 = "next-auth.session-token";
    private static final String V4_SECURE = "__Secure-next-auth.session-token";
    private static final String V5 = "authjs.session-token";
    private static final String V5_SECURE = "__Secure-authjs.session-token";
    private static final String LONG_TEXT = "x".repeat(6000);

    private final GatewayUnderTest servers;
    private final Map<String, Made> made = new LinkedHashMap<>();
    private GatewayUnderTest gateway;
    private Http http;
    private String sandbox = "";

    SessionIT(GatewayUnderTest servers) {
        this.servers = servers;
        this.gateway = servers;
        this.http = servers.http();
    }

    @BeforeAll
    void start() {
        var wanted = wanted();
        var tokens = NextAuth.make(List.copyOf(wanted.values()));
        var names = List.copyOf(wanted.keySet());
        for (int i = 0; i < tokens.size(); i++) {
            made.put(names.get(i), tokens.get(i));
        }
        gateway = servers.another(
                "--preview.auth=session",
                "--preview.session.secret=" + SECRET,
                "--preview.session.previous-secret=" + PREVIOUS);
        http = gateway.http();
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void anna() {
        sandbox = gateway.runningOf("anna");
    }

    private static Map<String, Wanted> wanted() {
        var all = new LinkedHashMap<String, Wanted>();
        all.put("v4", Wanted.of(4, SECRET, V4, "anna"));
        all.put("v4 secure", Wanted.of(4, SECRET, V4_SECURE, "anna"));
        all.put("v4 in chunks", Wanted.of(4, SECRET, V4, "anna").with("picture", LONG_TEXT));
        all.put("v5", Wanted.of(5, SECRET, V5, "anna"));
        all.put("v5 secure", Wanted.of(5, SECRET, V5_SECURE, "anna"));
        all.put("v5 in chunks", Wanted.of(5, SECRET, V5_SECURE, "anna").with("picture", LONG_TEXT));
        all.put("v4 of before", Wanted.of(4, PREVIOUS, V4, "anna"));
        all.put("v5 of before", Wanted.of(5, PREVIOUS, V5, "anna"));
        all.put("v4 by id", Wanted.of(4, SECRET, V4, "google-1234").with("id", "anna"));
        all.put("v4 expired", Wanted.of(4, SECRET, V4, "anna").lasting(-60));
        all.put("v5 expired", Wanted.of(5, SECRET, V5, "anna").lasting(-60));
        all.put("v4 of another application", Wanted.of(4, "another", V4, "anna"));
        all.put("v5 of another application", Wanted.of(5, "another", V5, "anna"));
        all.put("v4 of nobody", Wanted.of(4, SECRET, V4, ""));
        all.put("v5 of a name that can't be", Wanted.of(5, SECRET, V5, "a{b}"));
        all.put("bob", Wanted.of(4, SECRET, V4, "bob"));
        all.put("admin", Wanted.of(5, SECRET, V5, "root").with("role", "admin"));
        all.put("user", Wanted.of(5, SECRET, V5, "root").with("role", "user"));
        return all;
    }

    private Made session(String name) {
        return Optional.ofNullable(made.get(name)).orElseThrow();
    }

    private Http.Answer statusWith(String header, String value) {
        return http.get(DAYTONA + "/status?sandboxId=" + sandbox, header, value);
    }

    @ParameterizedTest
    @CsvSource({
        "v4",
        "v4 secure",
        "v4 in chunks",
        "v5",
        "v5 secure",
        "v5 in chunks",
        "v4 of before",
        "v5 of before",
        "v4 by id"
    })
    void aSessionIsReadFromItsCookiesAndAsBearer(String name) {
        var session = session(name);
        if (name.endsWith("chunks")) {
            assertThat(session.chunks()).hasSizeGreaterThan(1);
        }

        assertThat(statusWith("Cookie", "theme=dark; " + session.cookies()).status())
                .isEqualTo(200);
        assertThat(statusWith("Authorization", "Bearer " + session.token()).status())
                .isEqualTo(200);
        assertThat(statusWith("Authorization", "bearer " + session.token().replace(".", "%2E"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aSandboxOfAnotherUserIsNotThere() {
        var answer = statusWith("Cookie", session("bob").cookies());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("code")).isEqualTo("SANDBOX_NOT_FOUND");
    }

    @Test
    void aStaleCookieBesideAGoodOneDoesNoHarm() {
        var cookies = session("v4 expired").cookies() + "; " + session("v5").cookies();

        assertThat(statusWith("Cookie", cookies).status()).isEqualTo(200);
    }

    @Test
    void onlyARoleMakesAnOperator() {
        var list = "/api/preview/dead-letters";

        assertThat(http.get(list, "Cookie", session("admin").cookies()).status())
                .isEqualTo(200);
        assertThat(http.get(list, "Cookie", session("user").cookies()).text("code"))
                .isEqualTo("FORBIDDEN");
        assertThat(http.get(list, "Cookie", session("v4").cookies()).status()).isEqualTo(403);
    }

    @Test
    void whoShowsNothingIsNotSignedIn() {
        var answer = http.get(DAYTONA + "/status?sandboxId=" + sandbox);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("UNAUTHORIZED");
        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
        assertThat(http.get("/api/preview/nothing").status()).isEqualTo(401);
        assertThat(http.get("/test").status()).isEqualTo(200);
        assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    private Stream<String> sessionsThatAreNone() {
        return Stream.of(
                "v4 expired",
                "v5 expired",
                "v4 of another application",
                "v5 of another application",
                "v4 of nobody",
                "v5 of a name that can't be");
    }

    @ParameterizedTest
    @MethodSource("sessionsThatAreNone")
    void aSessionThatIsNoneIsRefused(String name) {
        assertIsRefusedAtOnce("Cookie", session(name).cookies());
        assertIsRefusedAtOnce("Authorization", "Bearer " + session(name).token());
    }

    private Stream<String> forgeries() throws JOSEException {
        var token = session("v4").token();
        var parts = token.split("\\.", -1);
        return Stream.of(
                "x",
                ".",
                "....",
                "a..b.c.d",
                token.substring(0, token.length() - 1),
                token + "A",
                token + ".A",
                tampered(token, 2),
                tampered(token, 3),
                tampered(token, 4),
                tampered(token, 0),
                parts[0] + ".AAAA." + parts[2] + "." + parts[3] + "." + parts[4],
                encoded("{\"alg\":\"none\"}") + "." + encoded("{\"sub\":\"anna\",\"exp\":99999999999}") + ".",
                encoded("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":[\"x\"],\"x\":1}") + "..AAAA.AAAA.AAAA",
                encoded("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"x\":" + "[".repeat(400)) + "..AAAA.AAAA.AAAA",
                encoded("{\"alg\":\"dir\"}") + "..AAAA.AAAA.AAAA",
                encoded("[]") + "..AAAA.AAAA.AAAA",
                signed(),
                ofAPassword(),
                encrypted(EncryptionMethod.A128GCM, Optional.empty(), new byte[16]),
                encrypted(EncryptionMethod.A256GCM, Optional.empty(), new byte[32]),
                encrypted(EncryptionMethod.A256CBC_HS512, Optional.empty(), new byte[64]),
                encrypted(EncryptionMethod.A256GCM, Optional.of(CompressionAlgorithm.DEF), keyOfV4()),
                "a".repeat(SessionTokens.LONGEST + 1),
                encoded("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + ".." + "A".repeat(SessionTokens.LONGEST) + ".A.A");
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgeryIsRefused(String token) {
        assertIsRefusedAtOnce("Authorization", "Bearer " + token);
        for (var cookie : List.of(V4, V4_SECURE, V5, V5_SECURE, V4 + ".0", V5 + ".0")) {
            assertIsRefusedAtOnce("Cookie", cookie + "=" + token);
        }
    }

    @Test
    void aTokenIsGoodOnlyInTheCookieThatItWasMadeFor() {
        assertIsRefusedAtOnce("Cookie", V5 + "=" + session("v4").token());
        assertIsRefusedAtOnce("Cookie", V4 + "=" + session("v5").token());
        assertIsRefusedAtOnce("Cookie", V5 + "=" + session("v5 secure").token());
        assertIsRefusedAtOnce("Cookie", session("v5 in chunks").cookies().replace(".1=", ".2="));
    }

    @Test
    void theTestsOwnKeyIsTheRealOne() throws JOSEException {
        var token = encrypted(EncryptionMethod.A256GCM, Optional.empty(), keyOfV4());

        assertThat(statusWith("Cookie", V4 + "=" + token).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "{\"sub\":\"anna\"}",
        "{\"sub\":\"anna\";\"exp\":9999999999;\"nbf\":9999999000}",
        "{\"exp\":9999999999}",
        "{\"id\":[\"anna\"];\"exp\":9999999999}",
        "[]",
        "x"
    })
    void claimsMustSayWhoAndUntilWhen(String claims) throws JOSEException {
        assertIsRefusedAtOnce("Cookie", V4 + "=" + encrypted(claims.replace(';', ',')));
    }

    @Test
    void clocksMayBeFifteenSecondsApart() throws JOSEException {
        var settings = new SessionSettings(SECRET, "", List.of("sub"));
        var token = encrypted("{\"sub\":\"anna\",\"exp\":1000,\"nbf\":900}");

        assertThat(LongStream.of(884, 885, 1000, 1014, 1015)
                        .mapToObj(now -> new SessionTokens(settings, () -> Instant.ofEpochSecond(now))
                                .read(token)
                                .isPresent()))
                .containsExactly(false, true, true, true, false);
    }

    @Test
    void aNumberNamesAUserAsWell() throws JOSEException {
        sandbox = gateway.runningOf("42");

        var token = encrypted("{\"id\":42,\"exp\":9999999999}");

        assertThat(statusWith("Cookie", V4 + "=" + token).status()).isEqualTo(200);
    }

    @Test
    void aCookieIsBelievedOnlyOfOurPagesAndUnderOurNames() {
        var cookie = session("v4").cookies();
        var foreign = "http://3000-sb.localhost:3987";

        assertThat(http.post(DAYTONA, CREATE, "Cookie", cookie, "Origin", foreign)
                        .text("code"))
                .isEqualTo("FORBIDDEN");
        assertThat(http.post(DAYTONA + "/stop", "{}", "Cookie", cookie, "Content-Type", "text/plain", "Origin", "null")
                        .status())
                .isEqualTo(403);
        assertThat(http.post(DAYTONA + "/stop", "{}", "Cookie", cookie, "Sec-Fetch-Site", "same-site")
                        .status())
                .isEqualTo(403);
        assertThat(rawStatus("rebound.example", "Cookie: " + cookie)).startsWith("HTTP/1.1 403");
        assertThat(rawStatus("midori.example", "Cookie: " + cookie)).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatNoPageCanMakeABrowserSendNeedsNoOrigin() {
        var bearer = "Bearer " + session("v4").token();

        assertThat(http.get(
                                DAYTONA + "/status?sandboxId=" + sandbox,
                                "Authorization",
                                bearer,
                                "Origin",
                                "https://elsewhere.example")
                        .status())
                .isEqualTo(200);
        assertThat(rawStatus("10.0.0.7:8080", "Authorization: " + bearer)).startsWith("HTTP/1.1 200");
        assertThat(rawStatus("10.0.0.7:8080", "Accept: */*")).startsWith("HTTP/1.1 401");
    }

    @Test
    void aListedPageMayReadThatItsSessionIsOver() {
        var answer = http.get(
                DAYTONA + "/status?sandboxId=" + sandbox,
                "Cookie",
                session("v4 expired").cookies(),
                "Origin",
                "https://midori.example",
                "Sec-Fetch-Site",
                "cross-site");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue("https://midori.example");
    }

    @Test
    void withoutASecretItDoesNotStart() {
        assertThatThrownBy(() -> servers.another("--preview.auth=session", "--preview.session.secret="))
                .rootCause()
                .hasMessageStartingWith("NEXTAUTH_SECRET is not configured");
    }

    @Test
    void chunksAreReadInTheirOrderWhateverTheOrderOfTheCookies() {
        var request = new MockHttpServletRequest();
        request.setCookies(
                new jakarta.servlet.http.Cookie(V4 + ".1", "b"), new jakarta.servlet.http.Cookie(V4 + ".0", "a"));

        assertThat(SessionCookies.of(request)).containsExactly(new SessionCookies.Found(V4, "ab"));
    }

    private String rawStatus(String host, String header) {
        return http.raw("GET %s/status?sandboxId=%s HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n"
                .formatted(DAYTONA, sandbox, host, header));
    }

    private void assertIsRefusedAtOnce(String header, String value) {
        var begun = System.nanoTime();
        var answer = statusWith(header, value);

        assertThat(answer.status()).as(value).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("UNAUTHORIZED");
        assertThat(answer.response().body()).doesNotContain("jose", "Exception", SECRET);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    private static String tampered(String token, int part) {
        var parts = token.split("\\.", -1);
        var first = parts[part].charAt(0) == 'A' ? 'B' : 'A';
        parts[part] = first + parts[part].substring(1);
        return String.join(".", parts);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String signed() throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder().subject("anna").build());
        jwt.sign(new MACSigner(SECRET.repeat(2)));
        return jwt.serialize();
    }

    /** Would make a server compute for long, if it believed what the token asks for. */
    private static String ofAPassword() throws JOSEException {
        var object = new JWEObject(
                new JWEHeader(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM), new Payload("{}"));
        object.encrypt(new PasswordBasedEncrypter(SECRET, 8, 1000));
        var parts = object.serialize().split("\\.", 2);
        var header = new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8);
        return encoded(header.replace("\"p2c\":1000", "\"p2c\":2000000000")) + "." + parts[1];
    }

    private static byte[] keyOfV4() {
        return new SessionKeys(List.of(SECRET))
                .of(V4, EncryptionMethod.A256GCM, Optional.empty())
                .getFirst()
                .getEncoded();
    }

    private static String encrypted(EncryptionMethod method, Optional<CompressionAlgorithm> zip, byte[] key)
            throws JOSEException {
        return encrypted(
                method, zip, key, JsonMapper.shared().writeValueAsString(Map.of("sub", "anna", "exp", 9999999999L)));
    }

    private static String encrypted(String claims) throws JOSEException {
        return encrypted(EncryptionMethod.A256GCM, Optional.empty(), keyOfV4(), claims);
    }

    private static String encrypted(
            EncryptionMethod method, Optional<CompressionAlgorithm> zip, byte[] key, String claims)
            throws JOSEException {
        var header = new JWEHeader.Builder(JWEAlgorithm.DIR, method);
        zip.ifPresent(header::compressionAlgorithm);
        var object = new JWEObject(header.build(), new Payload(claims.getBytes(US_ASCII)));
        object.encrypt(new DirectEncrypter(key));
        return object.serialize();
    }
}
