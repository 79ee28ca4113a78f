package dev.midori.preview.reaper;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test class the same reapers, cleared before each test and closed after the last one. */
public final class OneSetOfReapers implements BeforeEachCallback, ParameterResolver {
    @Override
    public void beforeEach(ExtensionContext context) {
        reapers(context).clear();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ReapersUnderTest.class;
    }

    @Override
    public ReapersUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return reapers(context);
    }

    private static ReapersUnderTest reapers(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(ReapersUnderTest.class, _ -> ReapersUnderTest.start(), ReapersUnderTest.class);
    }
}
