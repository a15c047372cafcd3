import API
import HTTP

/// The page to which the link in an invitation leads: asks for a name and a password, and accepts.
///
/// The token stands in the fragment of the link, which no browser sends anywhere: only the page's own script reads it.
enum InvitationPage {
    private struct File: Sendable {
        let path: String
        let mediaType: String
        let summary: String
        let text: String
    }

    /// Nothing but the page's own files may run, load or be asked, and nobody may frame it.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    static var routes: [Route] {
        [
            File(path: "/invitation", mediaType: "text/html; charset=utf-8", summary: "The page to accept an invitation on", text: page),
            File(path: "/invitation.js", mediaType: "text/javascript; charset=utf-8", summary: "What that page does", text: script),
            File(path: "/invitation.css", mediaType: "text/css; charset=utf-8", summary: "What that page looks like", text: style),
        ].map(route)
    }

    private static func route(_ file: File) -> Route {
        let fields: HTTPFields = [
            "Content-Type": file.mediaType, "Content-Security-Policy": policy, "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-cache",
        ]
        let answer = HTTPResponse(status: 200, fields: fields, body: .bytes(Array(file.text.utf8)))
        return Route(.get, file.path, file.summary, gives: .raw(String(file.mediaType.prefix { $0 != ";" })), auth: .none) { _ in answer }
            .undocumented
    }

    private static let page = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Accept your invitation – Herald</title>
        <link rel="stylesheet" href="invitation.css">
        <script src="invitation.js" defer></script>
        </head>
        <body>
        <main>
        <h1 id="title">Accept your invitation</h1>
        <p id="notice" role="alert" tabindex="-1" hidden></p>
        <noscript><p>This page needs JavaScript.</p></noscript>
        <form id="form" method="post" novalidate hidden>
        <p>Choose how you want to be called, and a password to sign in with.</p>
        <div><label for="first_name">First name</label>
        <input id="first_name" name="first_name" autocomplete="given-name" required aria-describedby="first_name_error">
        <p class="error" id="first_name_error"></p></div>
        <div><label for="last_name">Last name</label>
        <input id="last_name" name="last_name" autocomplete="family-name" required aria-describedby="last_name_error">
        <p class="error" id="last_name_error"></p></div>
        <div><label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="new-password" required aria-describedby="password_hint password_error">
        <p class="hint" id="password_hint">At least 8 characters.</p>
        <p class="error" id="password_error"></p></div>
        <button id="send" type="submit">Accept</button>
        </form>
        </main>
        </body>
        </html>

        """

    private static let script = #"""
        "use strict";

        const element = (id) => document.getElementById(id);
        const form = element("form");
        const names = ["first_name", "last_name", "password"];

        function tell(text) {
          const notice = element("notice");
          notice.textContent = text;
          notice.hidden = text === "";
          if (text !== "") notice.focus();
        }

        // What the server says of each field stands beside it; what it says of the whole stands above.
        function show(problem) {
          const wrong = new Map((problem.errors ?? []).map((error) => [error.pointer.slice(1), error.detail]));
          for (const name of names) {
            const detail = wrong.get(name);
            element(name + "_error").textContent = detail ?? "";
            element(name).setAttribute("aria-invalid", detail === undefined ? "false" : "true");
            wrong.delete(name);
          }
          const first = names.find((name) => element(name).getAttribute("aria-invalid") === "true");
          if (first !== undefined && wrong.size === 0) {
            tell("");
            element(first).focus();
          } else if (problem.status === 404 || wrong.has("token")) {
            tell("This invitation is not valid any more. Ask for a new one.");
          } else {
            tell(problem.detail ?? "That did not work. Try again.");
          }
        }

        async function accept() {
          const body = { token: location.hash.slice(1) };
          for (const name of names) body[name] = element(name).value;
          const response = await fetch("v1/invitations/accept", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
            credentials: "omit",
            cache: "no-store",
          });
          const answer = await response.json();
          if (!response.ok) return show(answer);
          // The token is used up; it need not stay in the address either.
          history.replaceState(null, "", location.pathname);
          form.remove();
          element("title").textContent = "Welcome to " + answer.tenant.name;
          tell("You can sign in to " + answer.tenant.slug + " as " + answer.user.email + " from now on.");
        }

        form.addEventListener("submit", async (event) => {
          event.preventDefault();
          element("send").disabled = true;
          try {
            await accept();
          } catch {
            tell("Herald cannot be reached. Try again.");
          } finally {
            element("send")?.removeAttribute("disabled");
          }
        });

        // Another link, opened in the place of this one, changes nothing but what follows the hash sign.
        addEventListener("hashchange", () => location.reload());

        if (location.hash.length > 1) {
          form.hidden = false;
        } else {
          tell("This link is not complete. Open the whole link from your invitation.");
        }

        """#

    private static let style = """
        :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
        main { max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }
        label { display: block; margin-top: 1rem; font-weight: 600; }
        input, button { box-sizing: border-box; width: 100%; padding: 0.6rem; font: inherit; }
        button { margin-top: 1.5rem; }
        :focus-visible { outline: 3px solid #0b66c3; outline-offset: 2px; }
        .hint, .error { margin: 0.25rem 0 0; font-size: 0.9rem; }
        .error { color: #b3261e; }
        @media (prefers-color-scheme: dark) { .error { color: #ffb4ab; } }
        [hidden] { display: none; }

        """
}
