"""Why a comment waits, as its writer may know it: plain sentences that give away nothing that a rule or a person suspects.

Whoever judges on arrival lives above this room and lends it the sentences.
"""

_explain = {}


def connect_explanations(function):
    """`function` gives the sentences (a list of strings) for a Comment."""
    _explain["function"] = function


def explanations_of(comment):
    """Sentences for whoever wrote it; empty where nothing is to be said."""
    function = _explain.get("function")
    return function(comment) if function else []
