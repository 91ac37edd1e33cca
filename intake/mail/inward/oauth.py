"""Access tokens for Microsoft 365 and NHSmail mailboxes: msal's only home."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import msal

SCOPES = ("https://outlook.office365.com/.default",)
MICROSOFT = "https://login.microsoftonline.com"


class NoToken(OSError):
    """The authority gave no token; the message says why. An OSError, because waiting and trying again may help."""


@dataclass
class Tokens:
    """Fresh tokens for the application's own access to a mailbox, kept until shortly before they end."""

    tenant: str
    client_id: str
    secret: str
    authority: str = ""
    scopes: Sequence[str] = SCOPES
    options: dict[str, Any] = field(default_factory=dict)  # for msal: verify, instance_discovery
    _application: "msal.ConfidentialClientApplication | None" = None

    def __call__(self) -> str:
        import msal  # an eighth of a second, which only a mailbox with tokens need pay

        try:
            if self._application is None:
                authority = self.authority or f"{MICROSOFT}/{self.tenant}"
                # an authority of one's own is not asked after at Microsoft's
                given = {"authority": authority, "instance_discovery": not self.authority} | self.options
                made = msal.ConfidentialClientApplication(self.client_id, client_credential=self.secret, **given)
                self._application = made
            told = self._application.acquire_token_for_client(scopes=list(self.scopes))
        except (
            OSError,
            ValueError,
        ) as error:  # ValueError: an authority that is none
            raise NoToken(f"No token: {str(error).splitlines()[0][:200]}") from None
        if "access_token" not in told:
            raise NoToken(f"No token: {told.get('error', 'no reason')}: {str(told.get('error_description', ''))[:200]}")
        return str(told["access_token"])
