"""Every page and command there is, tried by a deputy about what binds the one who is absent."""

from tests.architecture.register import CONCERNED, Register, Who
from tests.architecture.test_no_way_round import (
    AGGRIEVED,
    SUPERVISOR,
    asked_about,
    run,
    tries,
    ways,
    with_uploads,
)

__all__ = ["with_uploads"]


def stands_in(register: Register) -> None:
    """The supervisor is, on these days, the deputy of the one who is concerned."""
    run(
        register,
        "INSERT INTO deputations (user_id, deputy_id, since, until, named_at) "
        "SELECT absent.id, deputy.id, '2000-01-01', '2999-12-31', '2000-01-01 00:00:00.000000' "
        "FROM users AS absent, users AS deputy WHERE absent.email = ? AND deputy.email = ?",
        AGGRIEVED.email,
        SUPERVISOR.email,
    )


def the_absent_one_asked(register: Register) -> None:
    stands_in(register)
    run(
        register,
        "UPDATE approvals SET requested_by_id = (SELECT id FROM users WHERE email = ?)",
        AGGRIEVED.email,
    )


def test_a_deputy_changes_nothing_that_concerns_whom_they_stand_in_for(
    register: Register, with_uploads: dict[str, int]
) -> None:
    deputy = Who("deputy", SUPERVISOR.email, CONCERNED)
    theirs = asked_about(register) | {
        ("approvals", register.records[name][CONCERNED])
        for name in ("approval_id", "confirmed_approval_id")
    }
    found = list(tries(register, deputy, with_uploads, stands_in))
    assert not {one.way: one.changed & theirs for one in found if one.changed & theirs}
    assert not ways(found, {"approval_reviews"}, added=True)


def test_a_deputy_changes_nothing_that_whom_they_stand_in_for_asked_for(
    register: Register, with_uploads: dict[str, int]
) -> None:
    found = list(tries(register, SUPERVISOR, with_uploads, the_absent_one_asked))
    assert not ways(found, {"approvals", "rulings"})
    assert not ways(found, {"approval_reviews"}, added=True)
