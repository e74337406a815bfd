from flask import Blueprint

from blog.accounts.account import find_account_of_session
from blog.web.sessions import login_manager

accounts = Blueprint("accounts", __name__)

login_manager.user_loader(find_account_of_session)


@accounts.get("/sign-in", endpoint="sign_in")
def stub_sign_in(**_values):
    return "stub"


@accounts.post("/sign-in/go-on", endpoint="sign_in_to_go_on")
def stub_sign_in_to_go_on(**_values):
    return "stub"


@accounts.post("/sign-out", endpoint="sign_out")
def stub_sign_out(**_values):
    return "stub"


@accounts.get("/desk/people", endpoint="people")
def stub_people(**_values):
    return "stub"


@accounts.get("/desk/profile", endpoint="profile")
def stub_profile(**_values):
    return "stub"


@accounts.get("/invitations/<token>", endpoint="invitation")
def stub_invitation(**_values):
    return "stub"


@accounts.get("/passwords/<token>", endpoint="password_link")
def stub_password_link(**_values):
    return "stub"
