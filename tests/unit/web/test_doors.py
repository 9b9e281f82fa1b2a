"""The doors of a page for somebody: led on, left alone, taken out, and nothing else touched."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from microcare.web.doors import Door, Doors


def through(html: str) -> str:
    """What comes out where /her is led on, /free left alone and all else shut."""

    def leads(address: str, method: str, in_head: bool) -> Door:
        if address.startswith("/her"):
            return Door(f"/for/1{address}")
        is_free = address.startswith(("/free", "https://", "#")) or (in_head and address == "/my")
        return Door(address if is_free else None)

    return Doors(leads).through(html)


def test_a_link_is_led_on_left_alone_or_taken_out_with_its_words() -> None:
    assert through('<p>Go <a class="x" href="/her/a?b=1&amp;c=2">there</a>.</p>') == (
        '<p>Go <a class="x" href="/for/1/her/a?b=1&amp;c=2">there</a>.</p>'
    )
    assert through('<a href="/free">f</a><a href="#top">t</a>') == (
        '<a href="/free">f</a><a href="#top">t</a>'
    )
    assert through('<p>Well. <a href="/my">Mine <b>here</b></a></p>') == "<p>Well. </p>"


def test_a_form_is_led_on_or_taken_out_whole() -> None:
    kept = '<form method="post" action="/her/x"><input name="csrf" value="1"><b>Go</b></form>'
    assert through(kept) == kept.replace('"/her', '"/for/1/her')
    assert through('<div><form method="post" action="/x"><p>q</p></form></div>') == "<div></div>"


def test_the_row_or_fold_of_a_shut_door_goes_with_it() -> None:
    assert through('<ul><li><a href="/x">x</a></li>\n<li><a href="/her">h</a></li></ul>') == (
        '<ul><li><a href="/for/1/her">h</a></li></ul>'
    )
    assert through('<i></i><details><p>It ends.</p><form action="/x"></form></details><b></b>') == (
        "<i></i><b></b>"
    )


def test_the_head_keeps_the_helpers_own_way_back() -> None:
    html = '<header><a href="/my">Stop</a></header><main><a href="/my">My</a></main>'
    assert through(html) == '<header><a href="/my">Stop</a></header><main></main>'


@given(st.text())
def test_what_people_typed_comes_out_as_it_went_in(words: str) -> None:
    html = f"<p>{escape(words)}</p><textarea>\n{escape(words)}</textarea>"
    if words.strip():
        assert through(html) == html


@given(st.lists(st.sampled_from(["/her", "/free", "/x"]), max_size=12))
def test_every_link_is_treated_alike_wherever_it_stands(ways: list[str]) -> None:
    html = "".join(f'<span><a href="{way}">{way}</a></span>' for way in ways)
    out = through(html)
    assert out.count("/for/1/her") == ways.count("/her")
    assert out.count('href="/free"') == ways.count("/free")
    assert "/x" not in out


def test_scripts_styles_and_drawings_are_left_alone() -> None:
    html = (
        '<!DOCTYPE html><script nonce="a">if (1 < 2 && "<a href=\\"/x\\">") {}</script>'
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>&nbsp;&#8217;<!-- c -->'
    )
    assert through(html) == html
