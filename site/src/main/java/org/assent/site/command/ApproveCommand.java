package org.assent.site.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.ledger.signature.Signer;
import org.assent.site.joining.Approval;
import org.assent.site.joining.JoinRequest;
import org.assent.site.joining.Question;
import org.assent.site.joining.StandingRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./assent approve}: lists what accreditors are asked for at a site, and signs one of them with one key. */
@Command(name = "approve")
public final class ApproveCommand implements Callable<Integer> {

    @Mixin
    private SiteChoice choice = new SiteChoice();

    @Mixin
    private AccreditorKey key = new AccreditorKey();

    @Parameters(index = "0", arity = "0..1")
    private @Nullable String what;

    @Override
    public Integer call() throws Exception {
        try (AccreditorDesk desk = AccreditorDesk.at(choice.folder(null))) {
            Approval approval = desk.approval();
            if (what == null) {
                return list(approval);
            }
            Question question = question(approval, what);
            Signer signer = key.signer(choice);
            approval.explain(question).forEach(System.out::println);
            if (!key.isGiven()) {
                return 1;
            }
            System.out.println(approval.approve(question, signer));
            if (question instanceof Question.Register register && Files.exists(Path.of(what))) {
                // The file goes on to the next accreditor with this signature in it.
                Files.write(
                        Path.of(what),
                        register.request()
                                .signedBy(
                                        signer,
                                        Optional.empty(),
                                        approval.governance().accreditors())
                                .toJson());
            }
            return 0;
        }
    }

    private static int list(Approval approval) throws IOException, InterruptedException {
        List<Question> questions = approval.questions();
        if (questions.isEmpty()) {
            System.out.println("Nothing waits for approval at this site.");
        }
        for (Question question : questions) {
            System.out.println(question.name());
            for (String line : approval.explain(question)) {
                System.out.println("  " + line);
            }
            System.out.println();
        }
        return 0;
    }

    private static Question question(Approval approval, String what) throws IOException, InterruptedException {
        if (Files.isRegularFile(Path.of(what))) {
            return fromFile(approval, Path.of(what));
        }
        Optional<Question> found = approval.questions().stream()
                .filter(question -> question.name().equals(what))
                .findFirst();
        return found.orElseThrow(() -> new IOException(
                "nothing here is called " + what + "; ./assent approve without it lists what there is"));
    }

    /** A request to join or, if it is none, one to suspend or reinstate a member. */
    private static Question fromFile(Approval approval, Path file) throws IOException, InterruptedException {
        JoinRequest request;
        try {
            request = JoinRequest.read(file);
        } catch (IOException e) {
            try {
                return approval.standings().of(StandingRequest.read(file));
            } catch (IOException other) {
                e.addSuppressed(other);
                throw e;
            }
        }
        return new Question.Register(request);
    }
}
