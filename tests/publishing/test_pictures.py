import os
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.publishing.article import Article
from blog.publishing.picture import Picture
from blog.publishing.reencoding import LARGEST_FILE, NotAPicture, PictureBroken, PictureTooLarge, drawn_anew
from blog.storage import db
from tests.builders import a_draft
from tests.publishing.desk import Desk, typed

SECRET = b"Grace's kitchen, 52.5N 13.4E"


def a_file(kind="PNG", size=(40, 20), mode="RGB", colour="red", **options):
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def opened(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


def uploaded(content, name="photo.png"):
    return BytesIO(content), name


def the_picture():
    return db.session.scalars(select(Picture)).one()


@pytest.mark.parametrize(
    ("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png")]
)
def test_a_picture_is_known_by_its_content(kind, extension):
    drawing = drawn_anew(a_file(kind))
    assert (drawing.extension, drawing.width, drawing.height) == (extension, 40, 20)
    assert opened(drawing.content).size == (40, 20)


def test_nothing_that_was_written_beside_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x8825] = {2: (52.0, 30.0, 0.0)}
    for kind, options in {
        "JPEG": {"exif": exif, "comment": SECRET},
        "PNG": {"exif": exif},
        "WEBP": {"exif": exif, "xmp": SECRET},
        "GIF": {"comment": SECRET},
    }.items():
        sent = a_file(kind, **options)
        assert SECRET in sent, kind
        drawing = drawn_anew(sent)
        assert SECRET not in drawing.content, kind
        assert not opened(drawing.content).getexif(), kind


def test_a_picture_stands_upright_before_it_forgets_how_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    drawing = drawn_anew(a_file("JPEG", size=(40, 20), exif=exif))
    assert (drawing.width, drawing.height) == (20, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_wide_picture_is_shrunk_to_two_thousand_pixels(kind):
    drawing = drawn_anew(a_file(kind, size=(5000, 1000)))
    assert (drawing.width, drawing.height) == (2000, 400)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png_is_drawn(mode):
    drawing = drawn_anew(a_file("PNG", mode=mode, colour=None))
    assert opened(drawing.content).mode in ("L", "RGB", "RGBA")


def test_transparency_stays_and_print_colours_are_converted():
    assert (
        opened(drawn_anew(a_file("PNG", mode="RGBA", colour=(9, 9, 9, 0))).content).getpixel((0, 0))[3] == 0
    )
    assert opened(drawn_anew(a_file("JPEG", mode="CMYK", colour=(0, 0, 0, 0))).content).mode == "RGB"


def test_of_an_animation_the_first_frame_is_kept():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        file = BytesIO()
        frames[0].save(file, kind, save_all=True, append_images=frames[1:])
        image = opened(drawn_anew(file.getvalue()).content)
        assert getattr(image, "n_frames", 1) == 1
        red, _green, blue = image.convert("RGB").getpixel((5, 5))
        assert red > 200 > 60 > blue


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7",
        a_file("BMP"),
        a_file("TIFF"),
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content):
    with pytest.raises((NotAPicture, PictureBroken)):
        drawn_anew(content)


def test_a_damaged_picture_is_refused():
    whole = a_file("JPEG", size=(400, 400))
    with pytest.raises(PictureBroken):
        drawn_anew(whole[: len(whole) // 2])


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    bomb = a_file("PNG", size=(8000, 7000), mode="1", colour=0)
    assert len(bomb) < 20_000
    with pytest.raises(PictureTooLarge):
        drawn_anew(bomb)


def test_html_behind_a_picture_is_not_kept():
    drawing = drawn_anew(a_file("GIF") + b"<script>alert(1)</script>")
    assert b"<script" not in drawing.content


def test_a_picture_sent_with_the_words_stands_at_their_end(app, desk):
    sent = uploaded(a_file("JPEG"), "../../x.html")
    answer = desk.write(picture=sent, alternative="A [red] field\n & more")
    assert answer.status_code == 303
    article, picture = db.session.scalars(select(Article)).one(), the_picture()
    assert (picture.article_id, picture.by_id, picture.alternative) == (
        article.id,
        desk.account.id,
        "A [red] field & more",
    )
    source = f"/media/{picture.public_id}.jpg"
    assert article.body == f"What *forty years* say.\n\n![A \\[red\\] field \\& more]({source})"
    assert f'src="{source}"' in article.body_html
    assert 'alt="A [red] field &amp; more"' in article.body_html
    assert 'width="40"' in article.body_html
    assert "The picture stands at the end of the words." in desk.get(answer.location).text
    assert os.listdir(app.config["RUN"].media) == [f"{picture.public_id}.jpg"]


@pytest.mark.parametrize(
    ("content", "alternative", "problem"),
    [
        (b"<html>", "Words", "This file is not a picture"),
        (b"\x00" * (LARGEST_FILE + 1), "Words", "This picture is too large"),
        (a_file(), " ", "Say in a few words what the picture shows"),
    ],
)
def test_a_refused_picture_takes_no_words_with_it(app, desk, content, alternative, problem):
    article = a_draft(by=desk.account, body="Before.")
    answer = desk.save(article, body="After.", picture=uploaded(content), alternative=alternative)
    assert answer.status_code == 422
    assert problem in answer.text
    assert typed(answer.text, "body") == "After."
    assert article.body == "Before."
    assert db.session.scalar(select(func.count(Picture.id))) == 0
    assert not app.config["RUN"].media.exists() or not os.listdir(app.config["RUN"].media)


def test_a_picture_in_a_form_refused_for_other_reasons_is_not_asked_for_again(desk):
    refused = desk.write(title="", picture=uploaded(a_file()), alternative="A field")
    assert refused.status_code == 422
    assert typed(refused.text, "body").endswith(f"![A field](/media/{the_picture().public_id}.png)")


def test_a_script_gets_what_to_put_into_the_words(desk):
    answer = desk.post("/desk/pictures", picture=uploaded(a_file()), alternative="A field")
    address = f"/media/{the_picture().public_id}.png"
    assert (answer.status_code, answer.location) == (201, address)
    assert answer.json == {"markdown": f"![A field]({address})"}
    for fields, sentence in (
        ({"picture": uploaded(b"no"), "alternative": "x"}, "This file is not a picture"),
        ({"alternative": "x"}, "This file is not a picture"),
        ({"picture": uploaded(a_file())}, "Say in a few words"),
    ):
        answer = desk.post("/desk/pictures", **fields)
        assert answer.status_code == 422
        assert answer.json["sentence"].startswith(sentence)


def test_everybody_gets_the_file_with_fixed_headers(app, visitor):
    desk = Desk(app, Role.CONTRIBUTOR)
    address = desk.post("/desk/pictures", picture=uploaded(a_file()), alternative="A field").location
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert opened(answer.data).size == (40, 20)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"  # feed readers elsewhere
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    again = visitor.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert visitor.head(address).status_code == 200
    answer.close()


def test_no_other_name_leads_to_a_file(app, visitor):
    media = app.config["RUN"].media
    media.mkdir(exist_ok=True)
    (media.parent / "secret.png").write_bytes(b"secret")
    (media / "evil.html").write_text("<script>alert(1)</script>")
    (media / "0123456789abcdef.svg").write_text("<svg/>")
    (media / f"{'a' * 16}.png").symlink_to(media.parent / "secret.png")
    (media / f"{'b' * 16}.png").mkdir()
    for name in (
        "../secret.png",
        "..%2fsecret.png",
        "%2e%2e/secret.png",
        "evil.html",
        "0123456789abcdef.svg",
        "0123456789abcdef.png",
        "0123456789ABCDEF.png",
        f"{'a' * 16}.png",
        f"{'b' * 16}.png",
        f"{'a' * 16}.png%00",
        f"{'a' * 16}.png%0a",
        "..%5csecret.png",
        ".",
        "a" * 5000,
    ):
        answer = visitor.get(f"/media/{name}")
        assert answer.status_code == 404, name
        assert answer.data != b"secret"
