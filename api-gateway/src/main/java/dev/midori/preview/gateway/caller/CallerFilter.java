package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.gateway.problem.ProblemWriter;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.sandbox.PoolSlot;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls before anything of the request is read, and lets nobody through who doesn't say. */
final class CallerFilter extends OncePerRequestFilter {
    private final Callers callers;
    private final SecurityContextRepository contexts;

    /** @param contexts keeps what was found out for the later dispatches of the same request */
    CallerFilter(Callers callers, SecurityContextRepository contexts) {
        this.callers = callers;
        this.contexts = contexts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        Caller caller;
        try {
            caller = person(callers.of(request));
        } catch (ProblemException e) {
            ProblemWriter.write(e.problem(), request, response);
            return;
        }
        var context = new SecurityContextImpl(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        rest.doFilter(request, response);
    }

    /** Whatever tells who calls: nobody is a slot of the warm pool. */
    private static Caller person(Caller caller) {
        if (PoolSlot.isReserved(caller.user())) {
            throw Problem.of(Reason.USER_ID_RESERVED).asException();
        }
        return caller;
    }
}
