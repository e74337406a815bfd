from flask import Blueprint

commenting = Blueprint("commenting", __name__)


@commenting.post("/articles/<slug>/comments", endpoint="leave")
def stub_leave(**_values):
    return "stub"


@commenting.get("/articles/<slug>/comments/new", endpoint="new")
def stub_new(**_values):
    return "stub"


@commenting.get("/articles/<slug>/comments/<public_id>", endpoint="permalink")
def stub_permalink(**_values):
    return "stub"


@commenting.get("/receipts/<token>", endpoint="receipt")
def stub_receipt(**_values):
    return "stub"
