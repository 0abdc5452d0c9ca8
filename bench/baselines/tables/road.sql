create table outbox (
    position bigint generated always as identity primary key,
    event_id uuid not null,
    name text not null,
    subject uuid not null,
    version integer not null,
    body text not null
);
create table inbox (
    subscription text not null,
    source text not null,
    event_id uuid not null,
    received_at timestamptz not null default now(),
    primary key (subscription, source, event_id)
);
