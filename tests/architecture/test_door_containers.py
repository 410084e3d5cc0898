"""Dockerfile and docker-compose.yml by their structure: no container engine runs in the tests."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import yaml

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OFFICE = {name: service for name, service in COMPOSE["services"].items() if service.get("build")}


def test_every_part_of_the_office_is_a_service() -> None:
    assert set(COMPOSE["services"]) == {"database", "broker", "migrations", "web", "worker", "beat"}


def test_every_variable_of_the_office_is_a_setting() -> None:
    known = {name.upper() for name in Settings.model_fields}

    for service in OFFICE.values():
        assert set(service["environment"]) <= known


def test_every_required_setting_is_given() -> None:
    required = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}

    for service in OFFICE.values():
        assert required <= set(service["environment"])


def test_every_command_names_a_module_that_exists() -> None:
    for service in OFFICE.values():
        words = [word for word in service.get("command", []) if re.fullmatch(r"(app|workers)(\.\w+)+", word)]

        assert all(importlib.util.find_spec(word) for word in words)


def test_no_service_listens_beyond_this_machine() -> None:
    published = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]

    assert all(port.startswith("127.0.0.1:") for port in published)


def test_no_image_floats() -> None:
    images = [service["image"] for service in COMPOSE["services"].values() if not service.get("build")]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert all(":" in image and not image.endswith(":latest") for image in images)


def test_the_image_runs_without_rights() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)

    assert users
    assert users[-1] not in {"root", "0"}


def test_the_image_installs_from_hashes_only() -> None:
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line or "pip sync" in line]

    assert len(installs) == 2
    assert all("--require-hashes" in line for line in installs)


def test_the_image_gets_every_folder_that_the_office_reads() -> None:
    admitted = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert {"app", "workers", "migrations", "bpmn", "forms", "tools", "requirements.lock"} <= admitted
    assert "*" in (ROOT / ".dockerignore").read_text().splitlines()
