"""`python -m services.portal`: the pages, in a process without green threads."""

from services.portal.serving import main

main()
