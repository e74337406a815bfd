from flask import Blueprint

housekeeping = Blueprint("housekeeping", __name__)


@housekeeping.get("/desk", endpoint="desk")
def stub_desk(**_values):
    return "stub"


@housekeeping.get("/desk/settings", endpoint="settings")
def stub_settings(**_values):
    return "stub"


@housekeeping.get("/set-up/<token>", endpoint="set_up")
def stub_set_up(**_values):
    return "stub"
