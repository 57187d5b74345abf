"""What a defect of our own comes to in mitmproxy: it is said where, never with what, and the traffic goes on.

mitmproxy logs what an addon raises with its text and a traceback; the text may hold what crossed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Protocol

from temoin.errors import TemoinError, is_shortage, place_of

__all__ = ["Failing", "defect", "guarded", "guarded_command"]


class Failing(Protocol):
    """An addon that can say that it failed."""

    def fault(self, where: str, error: Exception) -> None:
        """Say that it failed.

        Args:
            where: the hook's name.
            error: what was raised.
        """


def defect(file: str, error: Exception) -> TemoinError:
    """A defect of our own as one line.

    Args:
        file: what was being made.
        error: what was raised.
    """
    if is_shortage(error):
        return TemoinError(file, "needs more memory than there is")
    return TemoinError(file, f"a defect of Témoin's own: {place_of(error)}", mend="please report it")


def guarded[A: Failing, **P](hook: Callable[Concatenate[A, P], None]) -> Callable[Concatenate[A, P], None]:
    """Have a hook raise nothing.

    Args:
        hook: a method of an addon.
    """

    @wraps(hook)
    def run(addon: A, /, *given: P.args, **named: P.kwargs) -> None:
        try:
            hook(addon, *given, **named)
        except Exception as error:  # noqa: BLE001 — the flow passes, whatever happens here
            addon.fault(hook.__name__, error)

    return run


def guarded_command[A, **P, R](
    shown: type[Exception],
) -> Callable[[Callable[Concatenate[A, P], R]], Callable[Concatenate[A, P], R]]:
    """Have a command raise nothing but what mitmproxy shows as one line.

    Args:
        shown: the kind of error of which it shows the text.
    """

    def guard(command: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
        @wraps(command)
        def run(addon: A, /, *given: P.args, **named: P.kwargs) -> R:
            try:
                return command(addon, *given, **named)
            except shown:
                raise
            except TemoinError as error:
                raise shown(str(error)) from error
            except Exception as error:  # noqa: BLE001 — mitmproxy would log what it holds
                raise shown(str(defect("temoin", error))) from None

        return run

    return guard
