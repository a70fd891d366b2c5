"""Every job by name: where it is, and how often it runs by the clock."""

from datetime import timedelta

# Dotted paths, so that nothing above is imported from here. Each is a function of `now`, safe to
# run twice and safe to kill.
JOBS = {
    "carry_feedback": "takeback.cases.tasks.carry_feedback_to_cases",
    "empty_write_ahead_log": "takeback.jobs.tasks.empty_write_ahead_log",
    "end_quiet_cases": "takeback.cases.tasks.end_quiet_cases",
    "keep_lookup_snapshot": "takeback.registry.tasks.keep_lookup_snapshot",
    "lapse_entries": "takeback.registry.tasks.lapse_entries",
    "tidy_queue": "takeback.jobs.tasks.tidy_queue",
}

# `carry_feedback` is enqueued with each answer; by the clock it only takes up what a crash left.
EVERY = {
    "carry_feedback": timedelta(minutes=1),
    # What a visitor erases is gone from the files within this time.
    "empty_write_ahead_log": timedelta(minutes=1),
    "tidy_queue": timedelta(minutes=5),
    # What left the list is gone from the lookup's file within this time.
    "keep_lookup_snapshot": timedelta(minutes=10),
    "end_quiet_cases": timedelta(hours=1),
    "lapse_entries": timedelta(hours=1),
}
