package dev.midori.preview.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An authority of the test's own, which nobody else believes, and what it has signed for a server at 127.0.0.1. */
public final class TestAuthority implements AutoCloseable {
    private static final String PASSWORD = "only-of-a-test";

    private final TemporaryFolder folder = TemporaryFolder.create("authority");

    private TestAuthority() {}

    /** Makes it with the JDK's own tool. */
    public static TestAuthority create() {
        var authority = new TestAuthority();
        authority.keys("ca", "CN=Midori Preview test authority", "-ext", "bc:critical=ca:true");
        authority.keys("server", "CN=Midori Preview test server");
        authority.keytool("server", "-certreq", "-alias", "server", "-file", "server.csr");
        authority.keytool(
                "ca",
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-infile",
                "server.csr",
                "-outfile",
                "server.pem",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "eku=serverAuth");
        authority.keytool("ca", "-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem");
        authority.writeServerKey();
        return authority;
    }

    /** What clients are to trust. */
    public Path certificate() {
        return folder.path().resolve("ca.pem");
    }

    public Path serverCertificate() {
        return folder.path().resolve("server.pem");
    }

    public Path serverKey() {
        return folder.path().resolve("server.key");
    }

    private void keys(String name, String subject, String... more) {
        var arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                subject,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30"));
        arguments.addAll(List.of(more));
        keytool(name, arguments.toArray(String[]::new));
    }

    private void keytool(String store, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store + ".p12", "-storepass", PASSWORD, "-J-Xshare:auto"));
        var log = folder.path().resolve("keytool.log");
        try (var keytool = ManagedProcess.start("keytool", command, Map.of(), folder.path(), log)) {
            keytool.awaitEnd();
            if (keytool.isAlive() || keytool.log().contains("keytool error")) {
                throw new IllegalStateException(keytool.log());
            }
        }
    }

    private void writeServerKey() {
        try (var in = Files.newInputStream(folder.path().resolve("server.p12"))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            var key = store.getKey("server", PASSWORD.toCharArray());
            var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
            Files.writeString(
                    serverKey(), "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
