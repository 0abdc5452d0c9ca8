"""Whether it was needed, learned and used: policies, evaluation schedules, answers."""
