package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.Sockets;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

@Configuration(proxyBeanMethods = false)
class LogSocketConfiguration {
    @Bean
    WebSocketHandlerMapping logSocketMapping(LogSocket socket) {
        return Sockets.at(LogSocket.PATH, socket, List.of(socket));
    }
}
