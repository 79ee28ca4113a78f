package dev.midori.preview.provision.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledPackagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'packages':{}} | true",
                "{'packages':{'node_modules/react':{'version':'1','resolved':'https://h/x.tgz'}}} | true",
                "{'packages':{'node_modules/esbuild':{'hasInstallScript':true}}} | true",
                "{'packages':{'node_modules/vite/node_modules/esbuild':{'hasInstallScript':true}}} | true",
                "{'packages':{'node_modules/@swc/core':{'hasInstallScript':true}}} | true",
                "{'packages':{'node_modules/@prisma/client':{'hasInstallScript':true}}} | false",
                "{'packages':{'node_modules/not-esbuild':{'hasInstallScript':true}}} | false",
                "{'packages':{'node_modules/@evil/esbuild':{'hasInstallScript':true}}} | false",
                "{'packages':{'node_modules/x':{'link':true}}} | false",
                "{'packages':{'elsewhere/x':{'version':'1'}}} | false",
                "{'packages':{'node_modules/x':{'resolved':'git+ssh://git@h/x.git#1'}}} | false",
                "{'packages':{'':{}}} | false",
                "{} | false",
                "[] | false",
                "no json | false"
            })
    void areSharedWhereTheyAreTheSameForEveryProject(String lock, boolean shared) {
        assertThat(InstalledPackages.areShareable(lock.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(shared);
    }
}
