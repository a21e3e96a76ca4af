package org.assent.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.Authorization;
import org.assent.authorization.signin.DemoUser;
import org.assent.authorization.signin.Invitations;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.demo.DemoAccounts;

/** Who can sign in when a site starts: in the demo its accounts; on a real site whoever was invited, and nobody of the demo. */
final class Accounts {

    private static final Duration DEMO_TOKEN_LIFE = Duration.ofMinutes(60);

    private Accounts() {}

    /** The demo's people as authorization knows them. */
    static List<DemoUser> users(DemoAccounts demo) {
        return demo.people().stream()
                .map(person ->
                        new DemoUser(person.user(), person.displayName(), person.password(), Set.of(person.role())))
                .toList();
    }

    /** Adds the demo's programs, or removes what a demo left. */
    static void settle(Authorization authorization, Optional<DemoAccounts> demo) {
        if (demo.isEmpty()) {
            authorization.clients().all().stream()
                    .filter(client -> client.id().startsWith(DemoAccounts.PROGRAM_PREFIX))
                    .forEach(client -> authorization.clients().remove(client.id()));
            return;
        }
        demo.get().programs().forEach(program -> authorization
                .clients()
                .addSecretClient(program.id(), program.secret(), Set.of(program.role()), DEMO_TOKEN_LIFE));
    }

    /** What to tell whoever started the site; on a real site, until an administrator has signed in, the link for the first. */
    static String greeting(SiteConfiguration configuration, Authorization authorization, Optional<DemoAccounts> demo) {
        String address = configuration.people().address();
        String text = "%s answers at %s".formatted(configuration.organization().name(), address);
        Optional<Invitations.Invitation> invitation = demo.isPresent()
                ? Optional.empty()
                : authorization.invitations().firstAdministrator();
        return invitation
                .map(first -> """
                        %s

                        Nobody administers this site yet. This link is for the first administrator, once, until %s:

                          %s/auth/first?code=%s
                        """.formatted(text, first.expires(), address, first.code()))
                .orElse(text);
    }
}
