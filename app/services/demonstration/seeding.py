"""The demonstration town and its region: neither exists, and everything that they issue says so."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.ports import Outside
from app.services import installation, official_days, staff
from app.services.calendars import days_off
from app.services.demonstration import region, town_bodies, town_grants, town_register, town_schedules, town_week
from app.services.installation import NewEntity
from app.services.staff import StaffMember

ACCOUNTS, WELCOME = "demonstration.json", "demonstration.txt"
_LOCAL: Final = ((1, 22, "San Vicente Mártir (local)"), (9, 8, "Virgen de la Ribera (local)"))
_TOWN: Final = "ribalba"
_NEIGHBOURS: Final = (
    ("99002", 2, 3, "San Blas (Vall de Ribera)"),
    ("99002", 8, 24, "San Bartolomé (Vall de Ribera)"),
    ("99003", 5, 15, "San Isidro (Puente del Molino)"),
)
"""Local days off of two towns nearby, where some people of the demonstration live."""
_CASA, _MOLINO = "casa-consistorial", "el-molino"
_PEOPLE: Final[Sequence[StaffMember]] = (
    StaffMember("lucia.ferrer", "Lucía Ferrer i Sanchis", "Auxiliar de atención", _CASA, frozenset({"clerk"}),
                ("es", "ca")),
    StaffMember("andreu.soler", "Andreu Soler Ibáñez-Garrigues", "Jefe de servicio", _CASA,
                frozenset({"clerk", "supervisor"}), ("es", "ca", "en")),
    StaffMember("carme.olle", "Carme Ollé", "Auxiliar de atención", _MOLINO, frozenset({"clerk"}), ("es", "ca")),
    StaffMember("inaki.etxeberria", "Iñaki Etxeberria Núñez", "Analista de procesos", _CASA, frozenset({"analyst"})),
    StaffMember("ana.mohamed", "Ana Mohamed Benali", "Auditora", _CASA, frozenset({"auditor"})),
    StaffMember("sistema", "Administración de sistemas", "Administración", _CASA, frozenset({"administrator"})),
    StaffMember("samira.haddad", "Samira Haddad Llopis", "Auxiliar de atención", _CASA, frozenset({"clerk"}),
                ("es", "ca", "en")),
    StaffMember("empar.vidal", "Empar Vidal i Roselló", "Alcaldesa", _CASA, frozenset({"authority"}), ("es", "ca")),
    StaffMember("josep.company", "Josep Company Grau", "Secretario", _CASA, frozenset({"authority"}), ("es", "ca")),
    StaffMember("amadeu.pons", "Amadeu Pons Ripoll", "Concejal de Hacienda", _CASA, frozenset({"authority"}),
                ("es", "ca")),
    StaffMember("neus.marti", "Neus Martí i Bonanad", "Responsable de calendarios", _CASA,
                frozenset({"calendar_manager"})),
)  # fmt: skip
_FACTS: Final[Mapping[str, Any]] = {
    "booking_limits": {"address": 1000},  # everybody who tries the demonstration comes from one address
    "name": {"ca": "Ajuntament de Ribalba"},
    "service": {"es": "Oficina virtual de atención ciudadana", "ca": "Oficina virtual d’atenció ciutadana"},
    "city": "Ribalba",
    "address": "Plaza del Ayuntamiento, 1, 99001 Ribalba",
    "phone": "900 000 000",
    "telephone": "900 000 000",
    "email": "atencion@ribalba.example",
    "hours": {"es": "de lunes a viernes, de 9:00 a 14:00", "ca": "de dilluns a divendres, de 9.00 a 14.00 h"},
    "creditor_suffix": "000",
    "creditor_iban": "ES8099990001450000000001",
    "creditor_bic": "DEMOESMMXXX",
    "privacy_contact": "dpd@ribalba.example",
    days_off.REGION: "VC",
}


def town(today: date) -> NewEntity:
    """Return Ribalba, with the holidays of this year and the next two."""
    years = range(today.year, today.year + 3)
    days = official_days.official(_FACTS[days_off.REGION], years)
    days += [(date(year, month, day), "municipality", name) for year in years for month, day, name in _LOCAL]
    return NewEntity(
        id=_TOWN,
        name="Ayuntamiento de Ribalba",
        dir3="L01990017",
        ine="99001",
        nif="P9900100J",
        zone="Europe/Madrid",
        demonstration=True,
        facts=_FACTS,
        offices=[
            (_CASA, "Casa Consistorial", "Plaza del Ayuntamiento, 1, 99001 Ribalba"),
            (_MOLINO, "El Molino", "Camino del Molino, 14, 99002 Ribalba"),
        ],
        holidays=days,
        places=[(place, date(year, month, day), name) for year in years for place, month, day, name in _NEIGHBOURS],
    )


def seed(outside: Outside, home: Path, built_in: Path, arc: str) -> bool:
    """Set up the demonstration town and its region once, and write their accounts to `home`; False when it was there.

    Built-in procedures are published each time: the same content again changes nothing. Accounts and schedules
    that an older town lacks are added.
    """
    new = town(outside.clock.now().date())
    fresh = installation.install(outside, new, arc)
    installation.publish_built_in(outside, new.id, built_in)
    wider = region.entity(outside.clock.now().date())
    installation.install(outside, wider, arc)
    installation.publish_built_in(outside, wider.id, built_in)
    _hire(outside, {new.id: _PEOPLE, wider.id: region.PEOPLE}, home)
    for entity in (new.id, wider.id):
        town_bodies.make(outside, entity, built_in)
    town_register.fill(outside, new.id)
    town_grants.offer(outside, wider.id, built_in)
    town_schedules.make(outside, new.id)
    region.make_schedule(outside)
    town_week.fill(outside, new.id)
    return fresh


def _hire(outside: Outside, people: Mapping[str, Sequence[StaffMember]], home: Path) -> None:
    path = home / ACCOUNTS
    kept: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    before = len(kept)
    for entity, member in ((entity, member) for entity, members in people.items() for member in members):
        password, totp = "-".join(secrets.token_hex(2) for _ in range(4)), staff.new_totp_secret()
        try:
            staff.add(outside, entity, member, password, totp)
        except staff.UsernameTaken:
            continue
        known = {"entity": entity, "username": member.username, "name": member.name, "roles": sorted(member.roles)}
        kept.append({**known, "password": password, "totp": totp})
    if path.exists() and len(kept) == before:
        return
    home.mkdir(parents=True, exist_ok=True)
    _write(path, json.dumps(kept, ensure_ascii=False, indent=1))
    intro = "Cuentas de demostración (el código del segundo paso está en la página «SMS recibidos»):"
    lines = [intro, *_lines(kept, _TOWN), f"Y de {region.NAME}, en /{region.ID}/oficina:"]
    _write(home / WELCOME, "\n".join([*lines, *_lines(kept, region.ID), ""]))


def _lines(kept: Sequence[Mapping[str, Any]], entity: str) -> list[str]:
    """Return the accounts of an entity as they are printed; those of an older town name no entity."""
    mine = [one for one in kept if one.get("entity", _TOWN) == entity]
    return [f"  {one['username']:<18} {one['password']:<20}  ({', '.join(one['roles'])})" for one in mine]


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(text, encoding="utf-8")
