package dev.midori.preview.provision.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.MessageBuilder;

class ContentBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1_000_000})
    void knowsHowLongAPackedMessageIsBeforeItIsUnpacked(int length) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(new byte[length]);
        }
        var message = MessageBuilder.withBody(packed.toByteArray())
                .setContentEncoding("gzip")
                .build();

        assertThat(Unpacking.lengthOf(message)).isEqualTo(length);
    }

    @Test
    void whatIsNotPackedIsAsLongAsItIs() {
        assertThat(Unpacking.lengthOf(MessageBuilder.withBody(new byte[7]).build()))
                .isEqualTo(7);
        assertThat(Unpacking.lengthOf(MessageBuilder.withBody(new byte[2])
                        .setContentEncoding("gzip")
                        .build()))
                .isEqualTo(2);
    }
}
