"""Files that people sent, on their way back: never a page, never kept, never run."""

from flask import Response

from microcare.web.headers import private


def download(data: bytes, *, mimetype: str, name: str) -> Response:
    """The bytes as a file named `name`, which a browser saves and does not open as a page."""
    private()
    answer = Response(data, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Whoever opens it in spite of that gets no script, no form and no origin.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
