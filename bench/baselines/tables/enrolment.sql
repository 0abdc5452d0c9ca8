create table employee (
    employee_id text primary key,
    name text not null,
    unit_id text not null,
    supervisor_id text
);
create table programme (
    programme_id uuid primary key,
    title text not null,
    kind text not null,
    learning_hours double precision not null,
    competencies jsonb not null
);
create table offering (
    offering_id uuid primary key,
    programme_id uuid not null references programme,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    venue text not null
);
create table enrolment (
    enrolment_id uuid primary key,
    offering_id uuid not null references offering,
    employee_id text not null references employee,
    status text not null,
    version integer not null,
    completed_at timestamptz,
    score double precision,
    unique (offering_id, employee_id)
);
create table certificate (
    certificate_id uuid primary key,
    enrolment_id uuid not null unique references enrolment,
    code text not null unique,
    expires_at timestamptz
);
create table learning_hours (
    entry_id uuid primary key,
    employee_id text not null,
    enrolment_id uuid not null references enrolment,
    year integer not null,
    hours double precision not null
);
create index on learning_hours (employee_id, year);
