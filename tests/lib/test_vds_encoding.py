"""C40 text and dates, as seals write them."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seluma.lib import vds
from seluma.lib.vds import c40

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("DETS32", "6d32c91f"),
        ("XK CD", "eb0466a9"),
        ("XKCD", "eb11fe45"),
        ("UTO", "d9c5"),
        ("", ""),
    ],
)
def test_c40_is_that_of_the_standard(text: str, data: str) -> None:
    assert c40.encode(text).hex() == data
    assert c40.decode(bytes.fromhex(data)) == text


@UNHURRIED
@given(st.text("<0123456789ABCXYZ"))
def test_c40_text_is_read_back_with_spaces_for_fillers(text: str) -> None:
    assert c40.decode(c40.encode(text)) == text.replace("<", " ")


@UNHURRIED
@given(st.binary(max_size=12))
def test_bytes_that_are_c40_are_written_again_the_same(data: bytes) -> None:
    try:
        text = c40.decode(data)
    except vds.Unreadable:
        return
    assert c40.encode(text) == data


@pytest.mark.parametrize("data", ["00", "0000", "ffff", "fa01", "fe45eb04", "fe00", "fe01", "fe62", "0001eb04"])
def test_bytes_that_are_no_c40_text_are_unreadable(data: str) -> None:
    with pytest.raises(vds.Unreadable):
        c40.decode(bytes.fromhex(data))


@pytest.mark.parametrize("text", ["a", "É", "A-B", "\0"])
def test_other_characters_are_not_written_in_c40(text: str) -> None:
    with pytest.raises(vds.Unwritable):
        c40.encode(text)


def test_dates_are_those_of_the_standard() -> None:
    for day, data in (((1979, 10, 9), "99fdcb"), ((2024, 9, 27), "8d7ad8")):
        assert vds.encode_date(datetime.date(*day)).hex() == data
        assert vds.decode_date(bytes.fromhex(data)) == datetime.date(*day)
    moment = datetime.datetime(1957, 3, 25, 8, 15, 22)
    assert vds.encode_datetime(moment).hex() == "02f527bf25b2"
    assert vds.decode_datetime(bytes.fromhex("02f527bf25b2")) == moment


@pytest.mark.parametrize(
    ("text", "data"),
    [("19xx-xx-01", "c3002e7c"), ("xxxx-xx-xx", "ff000000")],
)
def test_masked_dates_are_those_of_the_standard(text: str, data: str) -> None:
    assert vds.decode_masked_date(vds.encode_masked_date(text)) == text
    assert vds.encode_masked_date(text).hex() == data


@UNHURRIED
@given(st.datetimes())
def test_dates_and_times_are_read_back_the_same(moment: datetime.datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert vds.decode_datetime(vds.encode_datetime(moment)) == moment
    assert vds.decode_date(vds.encode_date(moment.date())) == moment.date()
    text = moment.date().isoformat()
    assert vds.decode_masked_date(vds.encode_masked_date(text)) == text


@pytest.mark.parametrize("data", ["", "00", "000000", "ffffff", "1e9d14", "00000000", "0099fdcb", "0002f527bf25b2"])
def test_bytes_that_are_no_date_are_unreadable(data: str) -> None:
    with pytest.raises(vds.Unreadable):
        vds.decode_date(bytes.fromhex(data))
    with pytest.raises(vds.Unreadable):
        vds.decode_datetime(bytes.fromhex(data))


@pytest.mark.parametrize("text", ["2026-02-30", "26-02-01", "20xx-1-01", ""])
def test_what_is_no_date_is_not_written(text: str) -> None:
    with pytest.raises(vds.Unwritable):
        vds.encode_masked_date(text)
