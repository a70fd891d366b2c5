"""The rows of the registry. What must hold for every row is a constraint in the database."""

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Whether partners are asked to look for an entry."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


class Assurance(models.TextChoices):
    """Who vouches that the picture is what the entry says."""

    SELF_DECLARED = "self_declared"


class Suspension(models.TextChoices):
    """Why an entry is suspended. Empty: it is not."""

    NONE = ""
    DISAGREEMENT = "disagreement"
    BY_HAND = "by_hand"


class Outcome(models.TextChoices):
    """What a partner did, or thinks, about an entry."""

    SEEN = "seen"
    REMOVED = "removed"
    BLOCKED = "blocked"
    NOT_THIS = "not_this"
    NOT_PROHIBITED = "not_prohibited"
    UNSURE = "unsure"


class NoteCode(models.TextChoices):
    """What a partner may add to an answer. There is no free text: it could name somebody."""

    ACCOUNT_CLOSED = "account_closed"
    REPORTED_TO_AUTHORITY = "reported_to_authority"
    ALREADY_REMOVED = "already_removed"
    OTHER = "other"


class Counter(models.Model):
    """The single row that numbers changes; whoever changes an entry holds it until commit."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # Part of every cursor, so that a cursor of another registry is recognised.
    registry = models.CharField(max_length=8)
    newest = models.BigIntegerField(default=0)

    class Meta:
        """One row, and no more."""

        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="registry_counter_is_single"),
        ]


class Partner(models.Model):
    """Somebody who looks for copies: a platform, or another removal service."""

    name = models.CharField(max_length=60)
    # The name as it is compared: two names that differ in capitals only are one.
    folded_name = models.CharField(max_length=240, unique=True)
    added_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class PartnerKey(models.Model):
    """A key a partner may use. Only the digest of its secret half is kept."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    key_id = models.CharField(max_length=12, unique=True)
    secret_sha256 = models.BinaryField(max_length=32)
    made_on = models.DateField()
    # None: the key is live.
    revoked_on = models.DateField(null=True)


class Entry(models.Model):
    """One picture's fingerprints in force, or the tombstone that says they were withdrawn."""

    public_id = models.CharField(max_length=26, unique=True)
    # Random, shared by the entries of one case. None: the case was erased, the link is cut.
    origin = models.BinaryField(max_length=16, null=True, db_index=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ACTIVE)
    suspension = models.CharField(
        max_length=12, choices=Suspension.choices, default=Suspension.NONE, blank=True
    )
    assurance = models.CharField(
        max_length=13, choices=Assurance.choices, default=Assurance.SELF_DECLARED
    )
    # The numbers of the latest change, of the latest one that put it in the list, and of the one
    # that took it out. None: it is in the list.
    sequence = models.BigIntegerField(unique=True)
    listed_sequence = models.BigIntegerField()
    left_sequence = models.BigIntegerField(null=True, db_index=True)
    changed_on = models.DateField()
    # The last day in force.
    in_force_until = models.DateField(db_index=True)
    # Answers received up to then were looked at by a person. None: nobody has looked.
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        """What no code path may get wrong."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="registry_entry_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=Assurance.values),
                name="registry_entry_assurance_is_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=State.SUSPENDED, suspension__in=["disagreement", "by_hand"])
                    | (~Q(state=State.SUSPENDED) & Q(suspension=Suspension.NONE))
                ),
                name="registry_entry_suspension_has_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=State.ACTIVE, left_sequence__isnull=True)
                    | (~Q(state=State.ACTIVE) & Q(left_sequence__isnull=False))
                ),
                name="registry_entry_is_listed_while_active",
            ),
            models.CheckConstraint(
                condition=Q(origin__isnull=False) | Q(state=State.WITHDRAWN),
                name="registry_entry_in_force_has_origin",
            ),
        ]


class EntryFingerprint(models.Model):
    """One view of an entry's picture. Deleted when the entry is withdrawn."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="fingerprints")
    recipe = models.CharField(max_length=16)
    view = models.CharField(max_length=24)
    bits = models.BinaryField(max_length=32)

    class Meta:
        """A view is listed once a recipe."""

        constraints = [
            models.UniqueConstraint(
                fields=["entry", "recipe", "view"], name="registry_fingerprint_view_once"
            ),
        ]


class Collection(models.Model):
    """The day on which a partner first came back with a cursor: it has everything up to it."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="collections")
    on = models.DateField()
    up_to_sequence = models.BigIntegerField()

    class Meta:
        """A number is reached once."""

        constraints = [
            models.UniqueConstraint(
                fields=["partner", "up_to_sequence"], name="registry_collection_once"
            ),
        ]


class Feedback(models.Model):
    """A partner's answer about an entry. `cases` reads it and marks it read."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="feedback")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="feedback")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    count = models.PositiveIntegerField(default=1)
    # None: the partner added nothing.
    note_code = models.CharField(max_length=21, choices=NoteCode.choices, null=True)  # noqa: DJ001
    # None: the partner named no key, and every answer counts.
    idempotency_key = models.CharField(max_length=64, null=True)  # noqa: DJ001
    received_at = models.DateTimeField()
    # None: `cases` has not carried it to the visitor yet.
    read_at = models.DateTimeField(null=True)

    class Meta:
        """An answer is one of the documented ones, and is stored once."""

        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(read_at__isnull=True),
                name="registry_feedback_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="registry_feedback_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(note_code__isnull=True) | Q(note_code__in=NoteCode.values),
                name="registry_feedback_note_is_known",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=1_000_000),
                name="registry_feedback_count_is_sane",
            ),
            models.UniqueConstraint(
                fields=["partner", "idempotency_key"], name="registry_feedback_stored_once"
            ),
        ]
