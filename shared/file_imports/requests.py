"""Requests of the calls that import files, the same in every service that has them."""

from collections.abc import Sequence

from marshmallow import fields, validate

from shared.service.requests import Id, Request

LONGEST_NAME = 200


def check_import_of(kinds: Sequence[str]) -> type[Request]:
    """Request of check_import, for a service that imports files of these kinds."""

    class CheckImport(Request):
        """content: the file in base64."""

        kind = fields.String(required=True, validate=validate.OneOf(list(kinds)))
        file_name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
        content = fields.String(required=True)
        checked_by = Id(required=True)

    return CheckImport


class ApplyImport(Request):
    """file_id: as check_import answered it."""

    file_id = Id(required=True)
    imported_by = Id(required=True)


class ListImportKinds(Request):
    pass
