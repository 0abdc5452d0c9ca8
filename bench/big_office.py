"""An office of any size with five years behind it, written by SQL into the three databases.

Employees are E0000001 and so on, a unit has 25 of them and the first leads it. Everybody has
completed five trainings and sits in a coming one, every leader has two requests to decide. Ids grow
with time, as UUID version 7 does, so the newest rows are the last of their tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.servers import execute

STAFF, CLASS, TRAININGS = 25, 25, 5
"""People in a unit, seats of a class, trainings that everybody has completed."""


@dataclass(frozen=True)
class Size:
    employees: int

    @property
    def facts(self) -> dict[str, int]:
        """For the statements below."""
        return {
            "employees": self.employees,
            "units": max(self.employees // STAFF, 1),
            "staff": STAFF,
            "programmes": min(max(self.employees // 12, 40), 400),
            "seats": CLASS,
            "past": self.employees * TRAININGS // CLASS,
            "coming": min(max(self.employees // CLASS, 24), 400),
            "completed": self.employees * TRAININGS,
            "trainings": TRAININGS,
        }


ENROLMENT = """
insert into unit (unit_id, name, kind, parent_id, head_id, min_on_duty, min_on_duty_by_position,
    changed_at)
select 'U' || lpad(u::text, 5, '0'), 'Kelurahan Contoh ' || u, 'kelurahan', null,
    'E' || lpad((u * {staff})::text, 7, '0'), 9, '{{}}', now()
from generate_series(0, {units} - 1) as made(u);

insert into employee (employee_id, name, unit_id, position, supervisor_id, employment, active,
    roles, changed_at)
select 'E' || lpad(i::text, 7, '0'), 'Pegawai Contoh Nomor ' || i,
    'U' || lpad((i / {staff})::text, 5, '0'),
    case when i % {staff} = 0 then 'Lurah' else 'Petugas Pelayanan' end,
    case when i = 0 then null when i % {staff} = 0 then 'E0000000'
        else 'E' || lpad((i / {staff} * {staff})::text, 7, '0') end,
    'PNS', true, case when i < 20 then '["officer"]' else '[]' end::json, now()
from generate_series(0, {employees} - 1) as made(i);

insert into absence (absence_id, employee_id, starts_on, ends_on, kind, cancelled, changed_at,
    looked_at)
select 'A' || i, 'E' || lpad(i::text, 7, '0'), current_date + i % 60 - 20,
    current_date + i % 60 - 15, 'leave', false, now(), now()
from generate_series(3, {employees} - 1, 20) as made(i);

insert into programme (programme_id, version, title, kind, learning_hours, competencies,
    cost_per_participant, prerequisites, cost_per_offering, travel_cost_per_day)
select 'P' || lpad(p::text, 4, '0'), 1, 'Pelatihan Contoh Nomor ' || p, 'training', 12,
    '["pelayanan publik", "komunikasi"]', 350000, '[]', 0, 0
from generate_series(0, {programmes} - 1) as made(p);
insert into programme_version (programme_id, version, title, kind, learning_hours, competencies,
    cost_per_participant, prerequisites, cost_per_offering, travel_cost_per_day)
select programme_id, version, title, kind, learning_hours, competencies, cost_per_participant,
    prerequisites, cost_per_offering, travel_cost_per_day from programme;

insert into budget (budget_id, title, fiscal_year, mode)
select 'B' || lpad(b::text, 3, '0'), 'Diklat teknis ' || b, 2022 + b % 5, 'indicative'
from generate_series(0, 29) as made(b);
insert into budget_revision (revision_id, budget_id, effective_on, amount, saved_at)
select 'R' || budget_id, budget_id, date '2020-01-01', 9000000000, now() from budget;

insert into offering (offering_id, programme_id, programme_version, meetings, starts_at, ends_at,
    capacity, min_participants, venue, resource_ids, budget_id, travel_days_before,
    travel_days_after, status, last_queue_number, version)
select 'O' || lpad(o::text, 7, '0'), 'P' || lpad((o % {programmes})::text, 4, '0'), 1,
    json_build_array(json_build_object('starts_at', to_json(day), 'ends_at',
        to_json(day + interval '8 hours'), 'venue', null)), day, day + interval '8 hours',
    {seats}, 1, 'Aula Lontar', '[]', 'B' || lpad((o % 30)::text, 3, '0'), 0, 0, 'scheduled', 0, 1
from (select o, date_trunc('day', now()) + case when o < {past}
        then (o - {past}) * interval '5 years' / {past}
        else (o - {past} + 1) * interval '150 days' / {coming} end as day
    from generate_series(0, {past} + {coming} - 1) as numbered(o)) as made;
insert into budget_entry (entry_id, budget_id, kind, amount, reserved, committed, spent,
    offering_id, entered_at)
select 'X' || offering_id, budget_id, 'reserve', 350000, 350000, 0, 0, offering_id, now()
from offering;

insert into enrolment (enrolment_id, offering_id, programme_id, employee_id, title, status,
    approver_id, requested_by, decided_by, completed_at, score, cancelled_late, version)
select 'N' || lpad(n::text, 8, '0'), offering_id, programme_id,
    'E' || lpad((n % {employees})::text, 7, '0'), 'Pelatihan Contoh', 'completed',
    'E' || lpad((n % {employees} / {staff} * {staff})::text, 7, '0'),
    'E' || lpad((n % {employees})::text, 7, '0'), 'E0000000', ends_at, 87, false, 3
from generate_series(0, {completed} - 1) as made(n)
join offering on offering_id = 'O' || lpad((n / {seats})::text, 7, '0');
insert into certificate (certificate_id, code, enrolment_id, holder_name, title, learning_hours,
    issued_at, version)
select 'C' || substr(enrolment_id, 2), 'LTRC-' || translate(substr(enrolment_id, 2, 4), '01', 'AB')
    || '-' || translate(substr(enrolment_id, 6), '01', 'AB'), enrolment_id,
    'Pegawai Contoh', title, 12, completed_at, 1 from enrolment;
insert into hours_entry (entry_id, employee_id, year, hours, enrolment_id, title, reason,
    entered_at)
select 'H' || substr(enrolment_id, 2), employee_id, extract(year from completed_at), 12,
    enrolment_id, title, 'completion', completed_at from enrolment;
insert into attendance (enrolment_id, meeting, offering_id, status, recorded_at)
select enrolment_id, 0, offering_id, 'present', completed_at from enrolment;

insert into enrolment (enrolment_id, offering_id, programme_id, employee_id, title, status,
    approver_id, requested_by, decided_by, cancelled_late, version)
select 'N' || lpad(({completed} + n)::text, 8, '0'), offering_id, programme_id,
    'E' || lpad(n::text, 7, '0'), 'Pelatihan Contoh', 'enrolled',
    'E' || lpad((n / {staff} * {staff})::text, 7, '0'), 'E' || lpad(n::text, 7, '0'), 'E0000000',
    false, 2
from generate_series(0, least({employees}, {coming} * ({seats} - 5)) - 1) as made(n)
join offering on offering_id = 'O' || lpad(({past} + n % {coming})::text, 7, '0');
insert into enrolment (enrolment_id, offering_id, programme_id, employee_id, title, status,
    approver_id, requested_by, next_at, cancelled_late, version)
select 'N' || lpad(({completed} + {employees} + n)::text, 8, '0'), offering_id, programme_id,
    'E' || lpad((n / 2 * {staff} + 5 + n % 2)::text, 7, '0'), 'Pelatihan Contoh', 'requested',
    'E' || lpad((n / 2 * {staff})::text, 7, '0'),
    'E' || lpad((n / 2 * {staff} + 5 + n % 2)::text, 7, '0'), now() + interval '30 days', false, 1
from generate_series(0, {units} * 2 - 1) as made(n)
join offering on offering_id = 'O' || lpad(({past} + (n * 7 + 3) % {coming})::text, 7, '0')
on conflict do nothing;

insert into external_learning (learning_id, employee_id, title, organiser, document_type,
    learning_hours, starts_on, ends_on, evidence, status, recorded_by, recorded_at)
select 'L' || lpad(i::text, 7, '0'), 'E' || lpad(i::text, 7, '0'), 'Webinar Contoh', 'LAN',
    'certificate', 4, current_date - 40, current_date - 40, 'https://lan.example/1',
    case when i % 100 = 7 then 'recorded' else 'confirmed' end, 'E' || lpad(i::text, 7, '0'), now()
from generate_series(0, {employees} - 1, 3) as made(i);
"""

EVALUATION = """
insert into unit (unit_id, name, kind, head_id, changed_at)
select 'U' || lpad(u::text, 5, '0'), 'Kelurahan Contoh ' || u, 'kelurahan',
    'E' || lpad((u * {staff})::text, 7, '0'), now()
from generate_series(0, {units} - 1) as made(u);
insert into employee (employee_id, unit_id, supervisor_id, active, position, changed_at)
select 'E' || lpad(i::text, 7, '0'), 'U' || lpad((i / {staff})::text, 5, '0'),
    case when i = 0 then null else 'E' || lpad((i / {staff} * {staff})::text, 7, '0') end, true,
    'Petugas Pelayanan', now()
from generate_series(0, {employees} - 1) as made(i);

insert into schedule (enrolment_id, employee_id, programme_id, title, policy_id, completed_at,
    version, offering_id, unit_id)
select 'N' || lpad(n::text, 8, '0'), 'E' || lpad((n % {employees})::text, 7, '0'),
    'P' || lpad((n / {seats} % {programmes})::text, 4, '0'), 'Pelatihan Contoh',
    'built-in-training', now() - ({completed} - n) * interval '5 years' / {completed}, 1,
    'O' || lpad((n / {seats})::text, 7, '0'),
    'U' || lpad((n % {employees} / {staff})::text, 5, '0')
from generate_series(0, {completed} - 1) as made(n);
insert into evaluation (evaluation_id, enrolment_id, respondent_id, level, instrument_id, status,
    opens_at, due_at, next_at, version)
select 'V' || lpad(n::text, 8, '0') || form, 'N' || lpad(n::text, 8, '0'),
    case when form = 2 then 'E' || lpad((n % {employees} / {staff} * {staff})::text, 7, '0')
        else 'E' || lpad((n % {employees})::text, 7, '0') end,
    case when form = 0 then 1 else 3 end,
    case form when 0 then 'reaction' when 1 then 'behaviour-participant'
        else 'behaviour-supervisor' end,
    case when is_open then 'open' else 'submitted' end, now() - interval '3 days',
    now() + interval '20 days', case when is_open then now() + interval '20 days' end, 1
from (select n, form, form < 2 and n >= {completed} - {employees} / 2
        or form = 2 and n >= {completed} - {employees} and n % {staff} in (3, 4) as is_open
    from generate_series(0, {completed} - 1) as made(n), generate_series(0, 2) as forms(form))
    as numbered;

insert into complaint (complaint_id, unit_id, told_unit_id, category, received_at, source, text,
    changed_at, recorded_at)
select 'K' || i, unit_id, unit_id, 'antrean ' || i % 12, at, 'channel', 'Menunggu dua jam.', at, at
from (select i, 'U' || lpad((i * 31 % {units} * (i % 13) % {units})::text, 5, '0') as unit_id,
        now() - i * interval '180 days' / (2 * {employees}) as at
    from generate_series(1, 2 * {employees}) as numbered(i)) as made;
insert into offering (offering_id, programme_id, title, starts_at, ends_at, competencies,
    recorded_at)
select 'O' || lpad(o::text, 7, '0'), 'P' || lpad((o % {programmes})::text, 4, '0'),
    'Pelatihan Contoh', now() - ({past} - o) * interval '5 years' / {past},
    now() - ({past} - o) * interval '5 years' / {past}, '["pelayanan publik"]', now()
from generate_series(0, {past} - 1) as made(o);
"""

NOTIFICATION = """
insert into person (employee_id, name, email, language, active, roles, unit_id, position,
    changed_at)
select 'E' || lpad(i::text, 7, '0'), 'Pegawai Contoh Nomor ' || i, 'e' || i || '@contoh.invalid',
    'id', true, case when i < 20 then '["officer"]' else '[]' end::json,
    'U' || lpad((i / {staff})::text, 5, '0'), 'Petugas Pelayanan', now()
from generate_series(0, {employees} - 1) as made(i);
insert into message (notification_id, employee_id, about, subject_id, template, template_version,
    data, once_key, created_at, read_at, version)
select 'M' || lpad(m::text, 9, '0'), 'E' || lpad((m % {employees})::text, 7, '0'),
    'training.completed', 'N' || m, 'training_completed', 1, json_build_object('title',
    'Pelatihan Contoh', 'completed_at', to_json(now()), 'learning_hours', 12, 'code', 'LTR-' || m,
    'score', 87, 'expires_at', null)::text, 'K' || m, now(),
    case when m % 3 = 0 then null else now() end, 0
from generate_series(0, {employees} * 10 - 1) as made(m);
insert into delivery (notification_id, channel, state, attempts, doubts, sent_at)
select notification_id, 'email', 'sent', 1, 0, now() from message;
insert into unreachable (employee_id, reason, count, since)
select 'E' || lpad(i::text, 7, '0'), 'no_address', 3, now()
from generate_series(0, {employees} - 1, 50) as made(i);
"""

PARKED = """
insert into waiting (id, state, subscription, exchange, routing_key, content_type, headers, body,
    reason, attempts, received_at, updated_at)
select 'W' || lpad(w::text, 8, '0'), 'parked', 'hr', 'hr.events', 'employee.changed',
    'application/json', '{{}}',
    convert_to('{{"employee_id": "E1", "position": "Petugas"}}', 'UTF8'),
    'the data does not fit employee.changed: Object missing required field `unit_id`', 1,
    now() - w * interval '1 second', now()
from generate_series(1, {employees}) as made(w);
"""
"""As many as there are employees: somebody sent the whole roster wrongly."""


def fill(databases: Mapping[str, str], size: Size) -> None:
    """Into migrated, empty databases: service -> URL. Then the planner is given its statistics."""
    tables = {"enrolment": ENROLMENT, "evaluation": EVALUATION, "notification": NOTIFICATION}
    for service, url in databases.items():
        execute(url, (tables[service] + PARKED).format(**size.facts))
        execute(url, "vacuum analyze")
