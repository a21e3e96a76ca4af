package org.assent.site.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeTheTemplate() throws IOException {
        file = ConfigurationTemplate.writeTo(folder);
        Files.writeString(folder.resolve("genesis.json"), "{}");
    }

    @Test
    void shouldReadTheTemplateWhenItIsUnchanged() throws Exception {
        SiteConfiguration configuration = ConfigurationFile.read(folder);

        assertThat(configuration.people().port()).isEqualTo(8101);
        assertThat(configuration.people().tls()).isNull();
        assertThat(configuration.sites().privateNetworks()).isEmpty();
        assertThat(configuration.stores().database().urlIn(folder))
                .isEqualTo("jdbc:h2:file:" + folder.resolve("data/database/site"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bind: 127.0.0.1           | bind: 0.0.0.0          | people.bind is 0.0.0.0, and without people.tls
                    bind: 127.0.0.1           | bind: imaging.example  | people.bind is imaging.example, and without
                    port: 8201                | port: 8101             | sites.port is the same as people.port
                    port: 8101                | port: 123456           | people.port is a port from 1 to 65535, not 123456
                    port: 8101                | port: many             | people.port cannot be read
                    port: 8101                | prot: 8101             | people has no setting 'prot'; there are address, aliases, bind, port, tls
                    shortName: example        | shortName: Exämple     | organization.shortName is a lower-case letter
                    # timeZone: Europe/Berlin | timeZone: Mars         | organization.timeZone is a name like Europe/Berlin, not Mars
                    name: Example Hospital    | name:                  | organization.name is missing
                    https://imaging.example.org:8201 | http://imaging.example.org:8201 | sites.address is https://host
                    https://imaging.example.org:8201 | https://imaging.example.org/x   | sites.address is https://host
                    privateNetworks: []       | privateNetworks: [10.0.0.0] | sites.privateNetworks are ranges
                    peers: []                 | peers: [north.example:26656] | ledger.peers are 40 hexadecimal digits
                    genesis: genesis.json     | genesis: other.json    | other.json, which cannot be read
                    jdbc:h2:file:data/database/fhir | jdbc:h2:file:data/database/site | need a database of their own
                    jdbc:h2:file:data/database/fhir | jdbc:postgresql://h/n?password=x | holds a password
                    stores:                   | demo:                  | the file has no setting 'demo'
                    """)
    void shouldSayWhatIsWrongWhenASettingCannotBeUsed(String right, String wrong, String message) throws Exception {
        Files.writeString(file, replaceFirst(Files.readString(file), right, wrong));

        assertThat(refused().findings())
                .anySatisfy(finding -> assertThat(finding).contains(message));
    }

    @Test
    void shouldNameTheLineWhenTheFileIsNotYaml() throws Exception {
        Files.writeString(file, "organization:\n  name: [\n" + Files.readString(file));

        assertThat(refused().findings()).singleElement().asString().startsWith("this is not YAML in line");
    }

    @Test
    void shouldTellEverythingAtOnceWhenSeveralSettingsAreWrong() throws Exception {
        String text = Files.readString(file);
        Files.writeString(
                file, text.replace("bind: 127.0.0.1", "bind: 10.1.2.3").replace("port: 8201", "port: 0"));

        assertThat(refused().findings()).hasSize(2);
    }

    @Test
    void shouldWantACertificateThatIsThereWhenThePortIsPublic() throws Exception {
        String text = Files.readString(file)
                .replace("bind: 127.0.0.1", "bind: 10.1.2.3")
                .replace("http://localhost:8101", "https://imaging.example")
                .replace(
                        "  # tls:\n  #   certificate: keys/people.crt\n  #   key: keys/people.key",
                        "  tls:\n" + "    certificate: keys/people.crt\n    key: keys/people.key");
        Files.writeString(file, text);

        assertThat(refused().findings()).hasSize(2).allMatch(finding -> finding.contains("which cannot be read"));

        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/people.crt"), "-");
        Files.writeString(folder.resolve("keys/people.key"), "-");
        assertThat(ConfigurationFile.read(folder).people().tls()).isNotNull();
    }

    @Test
    void shouldShowNoPasswordWhenPrinted() throws Exception {
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "    url: jdbc:h2:file:data/database/site",
                                "    url: jdbc:postgresql://db/site?x=y\n    user: me\n    password: hunter2"));

        SiteConfiguration configuration = ConfigurationFile.read(folder);

        assertThat(configuration.toString())
                .contains("jdbc:postgresql://db/site")
                .doesNotContain("hunter2");
        assertThat(configuration.stores().database().passwordText()).isEqualTo("hunter2");
    }

    @Test
    void shouldSayHowToBeginWhenThereIsNoConfiguration() {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class, () -> ConfigurationFile.read(folder.resolve("elsewhere")));

        assertThat(refused).hasMessageContaining("./assent site init");
    }

    @Test
    void shouldKeepAConfigurationWhenAskedToBeginAgain() {
        Assertions.assertThatThrownBy(() -> ConfigurationTemplate.writeTo(folder))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private ConfigurationException refused() {
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> ConfigurationFile.read(folder));
        assertThat(refused).as("a refusal").isNotNull();
        assertThat(refused.findings()).isNotEqualTo(List.of());
        return refused;
    }

    private static String replaceFirst(String text, String right, String wrong) {
        assertThat(text).contains(right);
        int at = text.indexOf(right);
        return text.substring(0, at) + wrong + text.substring(at + right.length());
    }
}
