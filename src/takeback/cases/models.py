"""The rows of a case. Dates carry no time; nothing here says where a visitor came from."""

from django.db import models
from django.db.models import Q

from takeback.cases.status import Status


class AgeBand(models.TextChoices):
    """How old the person shown is. Unsaid: the case has ended."""

    UNSAID = ""
    UNDER_13 = "under_13"
    FROM_13 = "13_15"
    FROM_16 = "16_17"
    GROWN_UP_NOW = "18_plus_was_under_18"


class Whose(models.TextChoices):
    """Whose picture it is, seen from the visitor. Unsaid: the case has ended."""

    UNSAID = ""
    ME = "me"
    MY_CHILD = "my_child"
    SOMEBODY_I_HELP = "somebody_i_help"


class What(models.TextChoices):
    """What can have happened in a case."""

    OPENED = "opened"
    ANSWER = "answer"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Verb(models.TextChoices):
    """What an audit row can say."""

    OPENED = "opened"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    ERASED = "erased"
    LAPSED = "lapsed"
    KEPT = "kept"
    FORGOTTEN = "forgotten"
    ADDED = "added"


STATUSES = [status.value for status in Status]


class Case(models.Model):
    """One visitor's request."""

    name = models.CharField(max_length=40, unique=True)
    # The only thread to the entries in the registry, and random.
    origin = models.BinaryField(max_length=16, unique=True)
    # Made from the code, under a pepper that is not in the database.
    stored_lookup = models.BinaryField(max_length=32, unique=True)
    status = models.CharField(max_length=9, default=Status.ACTIVE.value)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, blank=True)
    whose = models.CharField(max_length=15, choices=Whose.choices, blank=True)
    opened_on = models.DateField()
    last_moved_on = models.DateField(db_index=True)
    # None: nobody has come back with the code yet.
    visited_on = models.DateField(null=True)
    public_key = models.BinaryField(max_length=32)
    sealed_private_key = models.BinaryField(max_length=128)

    class Meta:
        """What no code path may get wrong."""

        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="case_status_is_known"),
            models.CheckConstraint(
                condition=Q(age_band__in=AgeBand.values), name="case_age_band_is_known"
            ),
            models.CheckConstraint(condition=Q(whose__in=Whose.values), name="case_whose_is_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.ENDED.value) | Q(age_band="", whose=""),
                name="case_ended_keeps_no_answers",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseNews(models.Model):
    """Something that happened in a case, for whoever holds its code."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="news")
    on = models.DateField()
    what = models.CharField(max_length=9, choices=What.choices)
    # The rest is for answers only. None: not an answer.
    partner = models.CharField(max_length=60, null=True)  # noqa: DJ001
    outcome = models.CharField(max_length=14, null=True)  # noqa: DJ001
    picture = models.PositiveSmallIntegerField(null=True)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        """An answer says who, what and which picture; other news says none of it."""

        constraints = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="news_what_is_known"),
            models.CheckConstraint(
                condition=(
                    Q(
                        what=What.ANSWER,
                        partner__isnull=False,
                        outcome__isnull=False,
                        picture__gte=1,
                        count__gte=1,
                    )
                    | (
                        ~Q(what=What.ANSWER)
                        & Q(
                            partner__isnull=True,
                            outcome__isnull=True,
                            picture__isnull=True,
                            count__isnull=True,
                        )
                    )
                ),
                name="news_answer_is_whole",
            ),
        ]


class KeptPlan(models.Model):
    """What a visitor answered and ticked off, sealed: only the case's code opens it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="kept_plan")
    sealed = models.BinaryField(max_length=8192)

    def __str__(self) -> str:
        return f"plan of {self.case}"


class AuditHead(models.Model):
    """The single row that every writer of the audit trail holds until commit."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    newest = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)

    class Meta:
        """One row, and no more."""

        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="audit_head_is_single"),
        ]


class AuditRow(models.Model):
    """Who did what to which case. The database refuses to change or delete one."""

    number = models.PositiveBigIntegerField(primary_key=True)
    on = models.DateField()
    actor = models.CharField(max_length=8)
    verb = models.CharField(max_length=9, choices=Verb.choices)
    case_name = models.CharField(max_length=40)
    # Empty: there was no case before, or is none after.
    before = models.CharField(max_length=9, blank=True)
    after = models.CharField(max_length=9, blank=True)
    previous_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        """Closed verbs only."""

        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="audit_verb_is_known"),
        ]
