package org.assent.authorization.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** A page for people: it is not there on the port for other sites. */
public abstract class PeoplePage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (RequestContext.onSitesPort(request)) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "There is nothing at this address.");
        }
        super.service(request, response);
    }
}
