package org.assent.site;

import org.assent.site.command.ApproveCommand;
import org.assent.site.command.ClientCommand;
import org.assent.site.command.DemoCommand;
import org.assent.site.command.DemoSiteCommand;
import org.assent.site.command.DoctorCommand;
import org.assent.site.command.InviteCommand;
import org.assent.site.command.JoinCommand;
import org.assent.site.command.LedgerCommand;
import org.assent.site.command.RehearseCommand;
import org.assent.site.command.SiteCommand;
import org.assent.site.command.StatusCommand;
import org.assent.site.command.SuspendCommand;
import org.assent.site.command.TemplateCommand;
import org.assent.site.command.TokenCommand;
import org.assent.site.command.UserCommand;
import org.assent.site.command.VerifyLogCommand;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.demo.DemoException;
import org.assent.site.logging.Logs;
import org.assent.site.operator.OperatorException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program behind {@code ./assent}. Exit codes: 0 done, 1 it did not work and the message says why, 2 wrong use.
 */
@Command(
        name = "assent",
        subcommands = {
            ApproveCommand.class,
            ClientCommand.class,
            DemoCommand.class,
            DemoSiteCommand.class,
            DoctorCommand.class,
            InviteCommand.class,
            JoinCommand.class,
            LedgerCommand.class,
            RehearseCommand.class,
            SiteCommand.class,
            StatusCommand.class,
            SuspendCommand.class,
            TemplateCommand.class,
            TokenCommand.class,
            UserCommand.class,
            VerifyLogCommand.class
        })
public final class Main implements Runnable {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Logs.off();
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("assent: " + explain(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        commands.setParameterExceptionHandler((wrong, words) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr().println("assent: " + wrong.getMessage());
            command.getErr().println("Try: ./assent help " + command.getCommandName());
            return CommandLine.ExitCode.USAGE;
        });
        System.exit(commands.execute(arguments));
    }

    @Override
    public void run() {
        System.err.println("Try: ./assent help");
    }

    /** What is meant for the reader as it is; of the unexpected also where it happened. */
    private static String explain(Exception failure) {
        if (failure instanceof DemoException
                || failure instanceof ConfigurationException
                || failure instanceof OperatorException) {
            return String.valueOf(failure.getMessage());
        }
        StringBuilder text = new StringBuilder(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append(System.lineSeparator()).append("  because: ").append(cause.getMessage());
        }
        if (failure.getStackTrace().length > 0) {
            text.append(System.lineSeparator()).append("  at ").append(failure.getStackTrace()[0]);
        }
        return text.toString();
    }
}
