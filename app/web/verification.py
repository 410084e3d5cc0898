"""Open to everybody: whether a paper is ours."""

from flask import Blueprint, render_template, request, url_for

from app.web.gate import open_to

bp = Blueprint("verification", __name__)


@bp.get("/csv")
@bp.get("/csv/<code>")
@open_to("public")
def by_code(code: str = "") -> str:
    """Look a document up by its verification code."""
    typed = (code or request.args.get("csv", ""))[:80]
    return render_template(
        "public/verify_document.html",
        csv=typed,
        result=None,
        errors={},
        search_url=url_for("verification.by_code"),
    )
