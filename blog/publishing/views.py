from flask import Blueprint

publishing = Blueprint("publishing", __name__)


@publishing.get("/desk/articles", endpoint="articles")
def stub_articles(**_values):
    return "stub"


@publishing.get("/desk/articles/new", endpoint="new")
def stub_new(**_values):
    return "stub"


@publishing.post("/desk/articles", endpoint="create")
def stub_create(**_values):
    return "stub"


@publishing.get("/desk/articles/<int:article_id>", endpoint="article")
def stub_article(**_values):
    return "stub"


@publishing.get("/desk/articles/<int:article_id>/edit", endpoint="edit")
def stub_edit(**_values):
    return "stub"


@publishing.post("/desk/articles/<int:article_id>", endpoint="save")
def stub_save(**_values):
    return "stub"


@publishing.get("/media/<name>", endpoint="media")
def stub_media(**_values):
    return "stub"
