"""Reports and evidence, as callers ask for them."""

from shared.service.requests import Id, Request


class GetReport(Request):
    programme_id = Id(required=True)


class GetEvidence(Request):
    programme_id = Id(required=True)
    employee_id = Id(required=True)
