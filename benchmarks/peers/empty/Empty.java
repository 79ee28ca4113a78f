package benchmark;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Nothing but what its libraries bring along. */
@SpringBootApplication
public class Empty {
    public static void main(String[] arguments) {
        SpringApplication.run(Empty.class, arguments);
    }
}
