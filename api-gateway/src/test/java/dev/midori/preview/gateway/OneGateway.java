package dev.midori.preview.gateway;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test class the same gateway, cleared before each test and closed after the last one. */
public final class OneGateway implements BeforeEachCallback, ParameterResolver {
    @Override
    public void beforeEach(ExtensionContext context) {
        gateway(context).clear();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GatewayUnderTest.class;
    }

    @Override
    public GatewayUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return gateway(context);
    }

    private static GatewayUnderTest gateway(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(GatewayUnderTest.class, _ -> GatewayUnderTest.start(), GatewayUnderTest.class);
    }
}
