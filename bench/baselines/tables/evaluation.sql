create table evaluation (
    evaluation_id uuid primary key,
    enrolment_id uuid not null,
    employee_id text not null,
    programme_id uuid not null,
    title text not null,
    level smallint not null,
    respondent_id text,
    status text not null,
    opens_at timestamptz not null,
    due_at timestamptz not null
);
create index on evaluation (enrolment_id);
create index on evaluation (opens_at) where status = 'scheduled';
create index on evaluation (due_at) where status = 'open';
