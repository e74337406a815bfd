from flask import Blueprint

reading = Blueprint("reading", __name__)


@reading.get("/", endpoint="home")
def stub_home(**_values):
    return "stub"


@reading.get("/articles/<slug>", endpoint="article")
def stub_article(**_values):
    return "stub"


@reading.get("/authors/<handle>", endpoint="author")
def stub_author(**_values):
    return "stub"


@reading.get("/tags/<slug>", endpoint="tag")
def stub_tag(**_values):
    return "stub"


@reading.get("/feed.xml", endpoint="feed")
def stub_feed(**_values):
    return "stub"


@reading.get("/robots.txt", endpoint="robots")
def stub_robots(**_values):
    return "stub"


@reading.get("/sitemap.xml", endpoint="sitemap")
def stub_sitemap(**_values):
    return "stub"
