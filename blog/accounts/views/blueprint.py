from flask import Blueprint, request

from blog.web.headers import keep_private

SECRET_ADDRESSES = {
    "accounts.invitation",
    "accounts.join",
    "accounts.password_link",
    "accounts.use_password_link",
}
SHOWN_ONCE = {"accounts.invite", "accounts.make_password_link"}

accounts = Blueprint("accounts", __name__)


@accounts.after_request
def keep_secrets_private(response):
    return keep_private(response) if request.endpoint in SECRET_ADDRESSES | SHOWN_ONCE else response
