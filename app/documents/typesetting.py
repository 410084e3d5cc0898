"""Set a template with typst; runs in the confined child only."""

import json
import re
from typing import Any, Literal

import typst

_STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]


def render(header: dict[str, Any], _blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Compile `header["root"]`/main.typ and return the PDF with the places that its template marked.

    A template that does not compile answers with `failed` (typst's words) and no PDF.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[header["fonts"]])
    root = header["root"]
    nowhere = f"{root}/packages"
    try:
        compiler = typst.Compiler(
            input=f"{root}/main.typ",
            root=root,
            font_paths=fonts,
            sys_inputs={"document": header["document"]},
            package_path=nowhere,
            package_cache_path=nowhere,
        )
        pdf = compiler.compile(format="pdf", pdf_standards=[*_STANDARDS], timestamp=header["timestamp"])
        marks = {
            name: [item["value"] for item in json.loads(compiler.query(f"<{name}>"))]
            for name in ("verification-mark", "signature-field")
        }
    except typst.TypstError as refused:
        return {"failed": re.sub(r"\S*sheet-[^/]+/", "", refused.diagnostic)}, []
    return marks, [pdf] if isinstance(pdf, bytes) else []
