package dev.midori.preview.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a problem where no controller is at work: in filters, and in the container itself. */
public final class ProblemWriter {
    private ProblemWriter() {}

    /** The whole answer, which must not have been begun. */
    public static void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(problem.status().value());
        problem.headers().forEach((name, values) -> response.setHeader(name, values.getFirst()));
        response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(problem.body(Languages.of(request))));
    }
}
