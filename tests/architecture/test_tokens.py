"""Nothing is done for anybody whose form does not carry the token of their very sign-in."""

from auditor.access import SYSTEM
from auditor.trail.queries import position
from auditor.wiring import current_wiring
from tests.architecture.asking import address, fields, routes, typed
from tests.architecture.register import COLUMNS, Register

SIGNED_IN = COLUMNS[1:]


def standing(register: Register) -> tuple[int, str]:
    with register.app.app_context():
        wiring = current_wiring()
    with wiring.open(SYSTEM, reading=True) as work:
        return position(work)


def test_no_page_does_anything_without_a_token_that_fits(register: Register) -> None:
    before = standing(register)
    visitors = register.app.test_client()
    foreign = register.token(visitors)
    tried = 0
    for name, rule in routes(register.app).items():
        if not name.startswith("POST"):
            continue
        for who in SIGNED_IN:
            client, path = register.client(who.email), address(register, rule, who)
            right = fields(register, client, path, rule.endpoint)
            for token in (None, "stale", foreign):
                sent = right | typed(rule.endpoint) | {"csrf_token": token}
                if token is None:
                    del sent["csrf_token"]
                # A token in the address is none: addresses are kept in logs.
                answer = client.post(path, data=sent, query_string={"csrf_token": "x"})
                tried += 1
                assert answer.status_code in {302, 403, 404, 422}, f"{name}: {answer.status_code}"
    assert tried > 3 * len(SIGNED_IN)
    assert standing(register) == before
    assert register.client(SIGNED_IN[0].email).get("/account").status_code == 200
