"""`nmo login`, `nmo logout`, `nmo account`."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands, add_key_options
from desktop_app.cli.commands import confirmation, passport
from desktop_app.cli.context import Context
from desktop_app.cli.desktop import open_address
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import account_form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.pin_entry import chosen_key, pin_for
from desktop_app.cli.words import Words
from desktop_app.core.accounts import Account, AccountLevel, SessionState
from desktop_app.services.storage.settings import KEEP_WITHOUT_KEYRING


def add_commands(commands: Commands) -> None:
    """Add the commands of the session."""
    login = commands.add("login", log_in)
    way = login.add_mutually_exclusive_group(required=True)
    way.add_argument("--browser", action="store_true", help=login.words("option.browser"))
    add_key_options(login, way)
    commands.add("logout", log_out)
    _parser, inner = commands.group("account", show_account)
    passport.add_commands(inner)
    confirmation.add_commands(inner)


def log_in(context: Context) -> Outcome:
    """Sign in with a token, or with ``--browser`` through Госуслуги."""
    if context.options.browser:
        return _signed_in(context, _through_browser(context))
    return _signed_in(context, _with_token(context))


def _through_browser(context: Context) -> SessionState:
    """Print the address, open it where there is a desktop, and wait for the browser."""
    words = context.words

    def open_browser(address: str) -> None:
        context.output.say(words("login.browser-open"))
        context.output.say(address)
        open_address(address)

    with cancellable() as cancel:
        login = context.services.browser_login
        return login.sign_in(open_browser, words("login.browser-done"), cancel)


def _with_token(context: Context) -> SessionState:
    """Show what is signed and for whom, then ask for the PIN."""
    login = context.services.login
    words = context.words
    token, found = chosen_key(context, "login")
    with cancellable() as cancel:
        statement = login.prepare(found.certificate.id, cancel)
    context.output.say(words("login.statement", origin=statement.origin))
    context.output.say(statement.content.decode())
    with pin_for(context, token) as given, cancellable() as cancel:
        return login.sign_in(
            statement, given.pin, last_try_confirmed=given.last_try_confirmed, cancel=cancel
        )


def _signed_in(context: Context, state: SessionState) -> Outcome:
    words = context.words
    lines = [] if state.account is None else [words("login.done", name=state.account.full_name)]
    if not (state.kept_in_keyring or _kept_in_file(context)):
        lines.append(words("login.no-keyring"))
    document = {
        "account": None if state.account is None else account_form(state.account),
        "certificate": state.certificate_id,
        "signed_in_at": moment(state.signed_in_at),
        "kept_in_keyring": state.kept_in_keyring,
    }
    return Outcome(document, "\n".join(lines))


def _kept_in_file(context: Context) -> bool:
    """True where later commands find the session without a keyring."""
    services = context.services
    return services.is_training or services.settings.get(KEEP_WITHOUT_KEYRING)


def log_out(context: Context) -> Outcome:
    """End the session here and at the portal."""
    context.services.login.logout()
    return Outcome({"signed_out": True}, context.words("logout.done"))


def show_account(context: Context) -> Outcome:
    """Show who is signed in, and why the level is not enough where it is not."""
    with cancellable() as cancel:
        account = context.services.login.account(cancel)
        document: dict[str, object] = {"account": account_form(account)}
        text = account_text(account, context.words)
        if account.level is not AccountLevel.CONFIRMED:
            state = context.services.confirmations.account.state(cancel)
            document["confirmation"] = confirmation.confirmation_form(state)
            lines = confirmation.confirmation_lines(state, context.words)
            text = "\n".join((text, "", *lines[1:]))
    return Outcome(document, text)


def account_text(account: Account, words: Words) -> str:
    """Return the account as lines of name and value."""
    values = (
        ("name", account.full_name),
        ("snils", words.snils(account.snils)),
        ("level", words.state("level", account.level)),
        ("roles", ", ".join(words.state("role", role) for role in account.roles)),
        ("speciality", account.speciality),
        ("organisation", account.organisation),
    )
    return "\n".join(f"{words('account.' + name)}: {value}" for name, value in values if value)
