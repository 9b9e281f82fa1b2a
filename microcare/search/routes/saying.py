"""Flask-Babel's two functions with their types, which it does not ship."""

from typing import Any

import flask_babel


def gettext(text: str, **values: Any) -> str:
    """The words in the reader's language, with values in their places."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The words for `num` things in the reader's language."""
    return str(flask_babel.ngettext(one, many, num, **values))
