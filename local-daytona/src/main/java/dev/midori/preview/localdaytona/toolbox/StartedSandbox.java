package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.session.Session;
import dev.midori.preview.localdaytona.session.Sessions;

/** The sandbox that a toolbox request is about, which is a controller's parameter: it is started, and was used now. */
record StartedSandbox(Sandbox sandbox, Machine machine, Sessions sessions) {
    GuestFiles files() {
        return machine.files();
    }

    Session session(String id) {
        return sessions.find(id).orElseThrow(() -> Refused.notFound("session not found"));
    }

    Session.Command command(String sessionId, String commandId) {
        return session(sessionId).command(commandId).orElseThrow(() -> Refused.notFound("command not found"));
    }
}
