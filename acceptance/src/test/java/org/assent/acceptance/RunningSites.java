package org.assent.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one network that all of them share; started at the first use, stopped after the last test. */
final class RunningSites implements ParameterResolver {

    private record Shared(FourSites sites) implements AutoCloseable {
        @Override
        public void close() {
            sites.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FourSites.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(FourSites.class, key -> new Shared(FourSites.start()), Shared.class)
                .sites();
    }
}
