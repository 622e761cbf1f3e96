from urllib.parse import quote

import pytest

from tests.browser import Browser


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x1f", "\ufffe", "\uffff"])
def test_what_no_record_can_hold_is_refused_before_any_page_sees_it(
    browser: Browser, sign: str
) -> None:
    told = browser.get(f"/sign-in?next={quote('/account' + sign)}")
    assert told.status == 400
    assert "could not be understood" in told.text

    answer = browser.client.post("/sign-in", data={"email": f"a{sign}@city.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["a\tb", "a\r\nb", "Muñoz", "\U0001f600", "\u202eabc"])
def test_whatever_people_type_or_paste_is_let_in(browser: Browser, text: str) -> None:
    assert browser.get(f"/sign-in?next={quote(text)}").status == 200
