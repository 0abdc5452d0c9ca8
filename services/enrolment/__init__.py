"""Who learns what: roster, programmes, offerings, enrolments, completions, certificates, hours."""
