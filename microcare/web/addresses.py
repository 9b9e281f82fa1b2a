"""Text within an address: a slug or a token, never control characters."""

from werkzeug.routing import UnicodeConverter, ValidationError


class TextConverter(UnicodeConverter):
    """Matches no text with a control character: PostgreSQL refuses NUL, which then is no answer."""

    def to_python(self, value: str) -> str:
        """The text, or no match, which is a 404."""
        if not value.isprintable():
            raise ValidationError
        return value
