from flask import Blueprint

moderating = Blueprint("moderating", __name__, url_prefix="/moderation")


@moderating.get("", endpoint="queue")
def stub_queue(**_values):
    return "stub"


@moderating.get("/comments/<public_id>", endpoint="comment")
def stub_comment(**_values):
    return "stub"


@moderating.post("/comments/<public_id>/decision", endpoint="decide")
def stub_decide(**_values):
    return "stub"
