"""Documents on paper: what is said is put together here, and set by typst from a template."""
