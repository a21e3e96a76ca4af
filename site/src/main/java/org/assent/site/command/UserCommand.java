package org.assent.site.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assent.site.operator.OperatorConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./assent user add|list|invite|remove}: the people of the organization who may sign in at its running site. */
@Command(
        name = "user",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.ListAll.class,
            UserCommand.Invite.class,
            UserCommand.Remove.class
        })
public final class UserCommand implements Runnable {

    private static final String PATH = "/auth/accounts";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(OperatorCommand.line(spec), "say add, list, invite or remove");
    }

    /** {@code add}: prints the one-time link and nothing else. */
    @Command(name = "add")
    static final class Add implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Parameters(index = "0", paramLabel = "NAME")
        private String name = "";

        @Option(names = "--role", required = true)
        private List<String> roles = List.of();

        @Override
        public Integer call() throws Exception {
            show(operator, operator.connect().post(PATH, Map.of("name", name, "roles", roles)));
            return 0;
        }
    }

    /** {@code list}. */
    @Command(name = "list")
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Option(names = "--json")
        private boolean json;

        @Override
        public Integer call() throws Exception {
            operator.list(PATH, "accounts", json, account -> "%-36s  %s  %s%s"
                    .formatted(
                            account.path("id").asText(),
                            account.path("name").asText(),
                            OperatorCommand.words(account.path("roles")),
                            account.path("joined").asBoolean() ? "" : "  (not here yet)"));
            return 0;
        }
    }

    /** {@code invite}: a new one-time link; the last one ends. */
    @Command(name = "invite")
    static final class Invite implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Parameters(index = "0", paramLabel = "ID")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            show(
                    operator,
                    operator.connect().post(PATH + "/" + OperatorConnection.segment(id) + "/invitation", Map.of()));
            return 0;
        }
    }

    /** {@code remove}. */
    @Command(name = "remove")
    static final class Remove implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Parameters(index = "0", paramLabel = "ID")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            operator.connect().delete(PATH, id);
            operator.note("Removed; sessions, links and tokens of this person ended.");
            return 0;
        }
    }

    private static void show(OperatorCommand operator, JsonNode invited) {
        operator.note("%s (%s) comes in by this link, once, until %s:"
                .formatted(
                        invited.path("name").asText(),
                        invited.path("id").asText(),
                        invited.path("expires").asText()));
        operator.print(invited.path("link").asText());
    }
}
