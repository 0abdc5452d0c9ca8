create table contact (
    employee_id text primary key,
    name text not null,
    email text not null,
    language text not null
);
create table message (
    notification_id uuid primary key,
    employee_id text not null,
    about text not null,
    subject text not null,
    body text not null,
    created_at timestamptz not null,
    read_at timestamptz
);
create index on message (employee_id, created_at);
create table delivery (
    delivery_id uuid primary key,
    notification_id uuid not null references message,
    channel text not null,
    address text not null,
    status text not null,
    attempts smallint not null,
    next_at timestamptz not null
);
create index on delivery (next_at) where status = 'pending';
