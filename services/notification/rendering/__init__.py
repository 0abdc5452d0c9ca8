"""From what a template is told to words: Jinja2, gettext catalogues and Babel."""

from services.notification.rendering.renderer import Renderer, Sign, Words

__all__ = ["Renderer", "Sign", "Words"]
