"""What the drive leaves: one folder per journey, and what is common beside them."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo.journeys import Journey

POLICY = "/evidencias/politica.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the files of a journey lie. `documents` has each one's verification code, "" where it has none."""

    journey: Journey
    folder: Path
    bundle: Path
    documents: Mapping[Path, str]


def keep(out: Path, journey: Journey) -> Kept:
    """Leave the documents and the evidence of a journey in a folder named after it."""
    folder = out / journey.name
    folder.mkdir(parents=True, exist_ok=True)
    documents: dict[Path, str] = {}
    for reader in journey.readers:
        for one in reader.documents():
            (folder / one.name).write_bytes(one.body)
            documents[folder / one.name] = one.csv
    bundle = folder / "evidencias.zip"
    bundle.write_bytes(journey.readers[0].evidence())
    return Kept(journey, folder, bundle, documents)


def keep_post(out: Path, files: list[Path]) -> int:
    """Leave a copy of every e-mail and text message; return how many they are."""
    for path in files:
        folder = out / ("correos" if path.suffix == ".eml" else "sms")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / path.name)
    return len(files)
