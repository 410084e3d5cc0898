"""Every setting of the office: read once from the environment, validated once, passed as an argument."""

from datetime import time
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain import errors


class SettingsRejected(errors.OfficeError):
    """The environment lacks a setting or holds one that cannot be. Names only: values may be secrets."""

    code = "settings.rejected"


class Settings(BaseSettings):
    """The office's settings. Each description is what docs/reference/settings prints."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="")

    database_url: str = Field(description="PostgreSQL (>= 15) in SQLAlchemy form, postgresql+psycopg://...")
    redis_url: str = Field(
        description="Celery broker and rate-limit store: redis://host:port/0, or unix:///path?db=0; may be flushed."
    )
    smtp_url: str = Field(
        default="",
        description="smtp+starttls://user:password@host:587, smtps://...:465, or smtp://host:25 without encryption. "
        "Empty: no mail leaves.",
    )
    smtp_ca_file: str = Field(
        default="",
        description="PEM file of the authorities that vouch for the mail server. Empty: those of the system.",
    )
    mail_sender: str = Field(
        default="Ayuntamiento de Ribalba <oficina@ribalba.example>", description="Who the office's e-mails come from."
    )
    sms_url: str = Field(
        default="",
        description="HTTP endpoint of the SMS gateway, https://KEY@host/path or https://USER:PASSWORD@host/path. "
        "Empty: no text message leaves.",
    )
    sms_receipts_secret: SecretStr = Field(
        default=SecretStr(""),
        description="What the SMS gateway proves itself with when it says whether a message arrived. "
        "Empty: nobody may say so.",
    )
    digest_at: time = Field(
        default=time(8, 0),
        description="When, on the entity's clock, the office is written what failed since the day before: HH:MM.",
    )
    tsa_url: str = Field(
        default="", description="RFC 3161 time-stamping authority. Empty: the embedded demonstration TSA."
    )
    blobs_url: str = Field(
        default="", description="Where sealed files lie: file:///path. Empty: blobs/ under ventanilla_home."
    )
    ventanilla_home: Path = Field(
        default=Path("instance"), description="Folder of everything the office keeps on disk."
    )
    base_url: str = Field(
        default="http://127.0.0.1:8080", description="Public address, used in links, QR codes and CSV legends."
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        description="How many proxies of yours stand before the office, each adding to X-Forwarded-For and -Proto. "
        "Too few: all visitors share one rate limit. Too many: visitors choose their own address.",
    )
    secret_key: SecretStr = Field(description="At least 32 characters; signs form tokens and language cookies.")
    master_key: SecretStr = Field(description="64 hex digits; wraps the key of every case (AES-256).")
    pki_passphrase: SecretStr = Field(
        description="Opens the encrypted keys of the seal and of the certificate authorities."
    )
    embedded: bool = Field(
        default=False, description="True when ./ventanilla run plays the outside world: mailbox and SMS pages exist."
    )
    oid_arc: str = Field(
        default="1.3.6.1.4.1.99999", description="Object identifier arc of the certificates; a placeholder by default."
    )
    entity: str = Field(default="ribalba", description="The entity whose pages are shown at /.")
    other_entities: str = Field(
        default="", description="Further entities, ids with commas between; the pages of each lie at /<id>/."
    )
    languages: str = Field(default="es,ca", description="Enabled languages, BCP 47, the first is the default.")

    @property
    def others(self) -> tuple[str, ...]:
        """Return the ids of the further entities."""
        return tuple(one.strip() for one in self.other_entities.split(",") if one.strip())

    @property
    def broker_url(self) -> str:
        """Return `redis_url` as Celery writes it."""
        return self.redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)

    @property
    def limits_url(self) -> str:
        """Return `redis_url` as Flask-Limiter writes it."""
        return self.redis_url.replace("unix://", "redis+unix://", 1)


def from_environment() -> Settings:
    """Return the settings of this process. Raises SettingsRejected."""
    nothing: dict[str, str] = {}
    try:
        return Settings(**nothing)  # type: ignore[arg-type]  # every field comes from the environment
    except ValidationError as error:
        names = sorted({str(part["loc"][0]).upper() for part in error.errors() if part["loc"]})
        raise SettingsRejected(f"missing or wrong: {', '.join(names)}") from None
