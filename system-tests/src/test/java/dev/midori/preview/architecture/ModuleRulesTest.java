package dev.midori.preview.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each module may know of the others, read from the compiled classes of all of them. */
class ModuleRulesTest {
    private static final String ROOT = "dev.midori.preview.";
    private static final String ALL = "dev.midori.preview..";
    private static final List<String> MODULES = List.of(
            "shared-model", "daytona-client", "api-gateway", "provision-worker", "reaper-worker", "local-daytona");
    private static final String[] SHARED = {
        ROOT + "sandbox..",
        ROOT + "command..",
        ROOT + "limits..",
        ROOT + "messaging..",
        ROOT + "state..",
        ROOT + "startup.."
    };

    private static JavaClasses code;

    @BeforeAll
    static void readTheCode() {
        var root = Path.of(System.getProperty("midori.root", ".."));
        code = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> root.resolve(module).resolve("target/classes"))
                        .toList());
    }

    @Test
    void everyModuleWasRead() {
        assertThat(Stream.of("sandbox", "daytona", "gateway", "provision", "reaper", "localdaytona"))
                .allSatisfy(name -> assertThat(code.that(resideInAPackage(ROOT + name + "..")))
                        .isNotEmpty());
    }

    @Test
    void theSharedModelKnowsNoHttpAndNoDaytona() {
        noClasses()
                .that()
                .resideInAnyPackage(SHARED)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "daytona..",
                        ROOT + "gateway..",
                        ROOT + "provision..",
                        ROOT + "reaper..",
                        "org.springframework.web..",
                        "org.springframework.http..",
                        "java.net.http..",
                        "jakarta.servlet..")
                .check(code);
    }

    @Test
    void theGatewayNeverTalksToDaytona() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "daytona..")
                .check(code);
    }

    @Test
    void onlyTheWorkersUseTheDaytonaClient() {
        classes()
                .that()
                .resideInAPackage(ROOT + "daytona..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(ROOT + "daytona..", ROOT + "provision..", ROOT + "reaper..")
                .check(code);
    }

    @Test
    void localDaytonaIsReachedOverItsApiAlone() {
        noClasses()
                .that(resideInAPackage(ALL).and(not(ROOT + "localdaytona..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "localdaytona..")
                .check(code);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "localdaytona..")
                .should()
                .dependOnClassesThat(resideInAPackage(ALL).and(not(ROOT + "localdaytona..")))
                .check(code);
    }

    @Test
    void servicesDoNotKnowEachOther() {
        slices().matching(ROOT + "(gateway|provision|reaper)..")
                .should()
                .notDependOnEachOther()
                .check(code);
    }

    @Test
    void brokerTypesStayInTheirAdapters() {
        noClasses()
                .that(resideInAPackage(ALL)
                        .and(not(ROOT + "messaging.amqp.."))
                        .and(not(ROOT + "provision.amqp.."))
                        .and(not(ROOT + "gateway.deadletters.amqp.."))
                        .and(not(ROOT + "gateway.ops.amqp.."))
                        .and(not(ROOT + "reaper.control.amqp.."))
                        .and(not(ROOT + "reaper.heartbeat..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.amqp..", "com.rabbitmq..")
                .check(code);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(code);
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(code);
        noClasses()
                .that(DescribedPredicate.describe(
                        "are not configurations", type -> !type.getSimpleName().endsWith("Configuration")))
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(code);
    }

    static Stream<String> packages() {
        readTheCode();
        return code.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT.substring(0, ROOT.length() - 1)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageIsNullMarked(String name) {
        assertThat(code.getPackage(name).tryGetAnnotationOfType(NullMarked.class))
                .as(name)
                .isPresent();
    }

    private static DescribedPredicate<JavaClass> not(String packages) {
        return DescribedPredicate.not(resideInAPackage(packages));
    }
}
