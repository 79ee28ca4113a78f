package dev.midori.preview.gateway.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what failed outside of Spring's controllers, in the same form as everything else. */
@Controller
class ContainerErrors implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<Map<String, Object>> answer(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return HttpProblems.of(status instanceof Integer code ? code : 404).asResponse();
    }
}
