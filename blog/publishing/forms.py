"""The editor's form and the moment of publication. Limits are in code points of what is kept."""

from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField, StringField, TextAreaField, ValidationError

from blog.publishing.pictures import LONGEST_ALTERNATIVE
from blog.publishing.tag import LONGEST_TAG, MOST_TAGS
from blog.publishing.writing import LONGEST_BODY, LONGEST_SLUG, LONGEST_SUMMARY, LONGEST_TITLE
from blog.text.plain import find_number, tidy_body, tidy_line
from blog.text.slugs import is_slug, slugify


class Needed:
    """Something that can be seen must be left when what nobody sees is taken away."""

    field_flags = {"required": True}

    def __init__(self, sentence, tidy):
        self.sentence, self.tidy = sentence, tidy

    def __call__(self, form, field):
        if not self.tidy(field.data or "").strip():
            raise ValidationError(self.sentence)


class AtMost:
    """No `maxlength` comes of it: browsers count in another unit, and cut without a word what is pasted."""

    def __init__(self, longest, tidy):
        self.longest, self.tidy = longest, tidy

    def __call__(self, form, field):
        length = len(self.tidy(field.data or ""))
        if length > self.longest:
            raise ValidationError(f"This has {length:,} characters; at most {self.longest:,} are possible.")


class ArticleForm(FlaskForm):
    title = StringField(
        "Title", [Needed("An article needs a title.", tidy_line), AtMost(LONGEST_TITLE, tidy_line)]
    )
    body = TextAreaField(
        "Words", [Needed("An article needs words.", tidy_body), AtMost(LONGEST_BODY, tidy_body)]
    )
    summary = TextAreaField("Summary", [AtMost(LONGEST_SUMMARY, tidy_line)])
    tags = StringField("Tags")
    slug = StringField("Address")
    picture = FileField("Picture")
    alternative = StringField("What the picture shows", [AtMost(LONGEST_ALTERNATIVE, tidy_line)])
    version = HiddenField()

    def validate_tags(self, field):
        names = self.tag_names()
        if len(names) > MOST_TAGS:
            raise ValidationError(f"These are {len(names)} tags; at most {MOST_TAGS} are possible.")
        for name in names:
            if len(name) > LONGEST_TAG:
                raise ValidationError(
                    f"A tag has at most {LONGEST_TAG} characters; this one has more: {name}"
                )
            if not any(letter.isalnum() for letter in name):
                raise ValidationError(f"A tag needs a letter or a digit; this one has none: {name}")

    def validate_slug(self, field):
        typed = tidy_line(field.data or "")
        if typed and not (is_slug(typed) and slugify(typed, longest=LONGEST_SLUG) == typed):
            raise ValidationError(
                "Use small letters, digits and hyphens,"
                f" at most {LONGEST_SLUG}. It could be: {slugify(typed, longest=LONGEST_SLUG)}"
            )

    def validate_alternative(self, field):
        if self.has_picture() and not tidy_line(field.data or ""):
            raise ValidationError("Say in a few words what the picture shows, for those who cannot see it.")

    def tag_names(self):
        """The names between the commas, tidied, each once."""
        names = [tidy_line(part) for part in (self.tags.data or "").split(",")]
        return list({slugify(name): name for name in reversed(names) if name}.values())[::-1]

    def has_picture(self):
        return bool(getattr(self.picture.data, "filename", ""))

    def begun_from(self):
        """The version of the article that its writer saw; 0 where it cannot be told."""
        return find_number(self.version.data or "") or 0

    def said(self):
        """What it says, as acts on articles take it."""
        return {
            "title": self.title.data,
            "body": self.body.data,
            "summary": self.summary.data or "",
            "tags": self.tag_names(),
            "slug": tidy_line(self.slug.data or ""),
        }


class PublicationForm(FlaskForm):
    at = StringField("When")


def form_of(article):
    """The form as it begins, filled with what stands."""
    return ArticleForm(
        formdata=None,
        title=article.title,
        body=article.body,
        summary=article.summary,
        tags=", ".join(tag.name for tag in article.tags),
        slug=article.slug,
        version=article.version,
    )
