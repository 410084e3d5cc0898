"""The sources of a built-in procedure, as they lie flat on disk."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def read(procedure: str) -> dict[str, bytes]:
    """Return the sources of a built-in procedure by their paths in a version."""
    found = {
        "procedure.yaml": ROOT / "forms" / "procedures" / f"{procedure}.yaml",
        f"{procedure}.bpmn": ROOT / "bpmn" / f"{procedure}.bpmn",
    }
    found |= {f"forms/{path.name}": path for path in (ROOT / "forms").glob("*.json")}
    found |= {f"documents/{path.name}": path for path in (ROOT / "forms" / "documents").glob("*.typ")}
    return {path: file.read_bytes() for path, file in found.items()}
