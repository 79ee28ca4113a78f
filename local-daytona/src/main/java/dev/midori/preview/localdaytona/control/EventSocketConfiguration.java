package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.Sockets;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

@Configuration(proxyBeanMethods = false)
class EventSocketConfiguration {
    @Bean
    WebSocketHandlerMapping eventSocketMapping(EventSocket socket) {
        return Sockets.at(EventSocket.PATH, socket, List.of());
    }
}
