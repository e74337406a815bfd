"""THE page: which rooms are open, and who hears which announcement.

blinker holds listeners weakly: connect functions, which live as long as their module, never closures.
"""

from blog.accounts.account import Account, Suspension
from blog.accounts.commands import accounts_commands
from blog.accounts.letter_rhythm import LetterRhythm
from blog.accounts.letters import COMPOSERS as LETTERS_TO_STAFF
from blog.accounts.letters_declined import LettersDeclined
from blog.accounts.one_time_link import OneTimeLink
from blog.accounts.record import AccountRecord
from blog.accounts.session import EndedSession
from blog.accounts.views import accounts
from blog.commenting.address_key import AddressKey
from blog.commenting.announcements import (
    comment_left,
    comment_revised,
    comments_moved,
    decision_made,
    decisions_made,
)
from blog.commenting.answers import address_answer
from blog.commenting.appeal import Appeal
from blog.commenting.closure import Closure
from blog.commenting.commands import commenting_commands
from blog.commenting.comment import Comment
from blog.commenting.confirmation import Confirmation
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.commenting.doubt import Doubt
from blog.commenting.erasure import Erasure
from blog.commenting.expectation import Expectation, recompute_expectations
from blog.commenting.explanation import connect_explanations
from blog.commenting.export import export_of
from blog.commenting.former_place import FormerPlace
from blog.commenting.inquiry import About, Inquiry, answer_inquiries, connect_answers
from blog.commenting.letters import COMPOSERS as LETTERS_TO_VISITORS
from blog.commenting.letters import tell_of_decision, tell_of_decisions
from blog.commenting.mail_refused import MailRefused
from blog.commenting.moving import Move
from blog.commenting.proposal import Proposal, SettledProposal
from blog.commenting.retention import tidy
from blog.commenting.revision import Revision
from blog.commenting.rotation import go_on_with_rotation
from blog.commenting.subscription import Subscription
from blog.commenting.thread_closure import ThreadClosure, ThreadReopening
from blog.commenting.verification import connect_checks
from blog.commenting.views import commenting
from blog.housekeeping.commands import housekeeping_commands
from blog.housekeeping.ticking import Tick, connect_ticks
from blog.housekeeping.trial_letter import write_trial
from blog.housekeeping.views import housekeeping
from blog.housekeeping.worker import nudge
from blog.mail.announcements import work_waits
from blog.mail.composing import connect_composers
from blog.mail.delivery import deliver_letters
from blog.mail.letter import Letter
from blog.mail.trouble import MailTrouble
from blog.moderating.ban import Ban, BanCatch, BanLift
from blog.moderating.ban_consequences import BanBulk
from blog.moderating.bulk.bulk_act import BulkAct, BulkDecision
from blog.moderating.bulk.commands import go_on_with_acts_on_many
from blog.moderating.commands import moderating_commands
from blog.moderating.finding import Finding, FindingReason
from blog.moderating.forgetting import forget_what_was_quoted
from blog.moderating.groups.counting import follow_move
from blog.moderating.groups.following import follow_decision, follow_decisions
from blog.moderating.groups.gathering import forget_old_examples, hear_of_revision
from blog.moderating.groups.group import CommentGroup, GroupExample, GroupMark, GroupMember, GroupTally
from blog.moderating.groups.verification import wrong_groups
from blog.moderating.insights.how_we_moderate import recompute_filter_error
from blog.moderating.insights.letters import COMPOSERS as LETTERS_ABOUT_BACKLOG
from blog.moderating.insights.letters import post_backlog_alerts
from blog.moderating.letters import COMPOSERS as LETTERS_TO_MODERATORS
from blog.moderating.letters import post_digests, post_heads
from blog.moderating.logbook.entry import Entry, LogbookHead
from blog.moderating.logbook.records import RECORDS
from blog.moderating.logbook.telling import connect_records
from blog.moderating.logbook.writing import listen_to_records
from blog.moderating.presence import Presence
from blog.moderating.reception import receive
from blog.moderating.rules.rule import DecisionByRule, HouseRule, HouseRuleVersion
from blog.moderating.spam_filter.agenda import note_decision, note_decisions, note_revision
from blog.moderating.spam_filter.fold import compare_with_decisions, learn_what_was_decided
from blog.moderating.spam_filter.lesson import Lesson, LessonDue
from blog.moderating.spam_filter.measured import FilterStanding
from blog.moderating.spam_filter.recheck import PutAway, Recheck
from blog.moderating.spam_filter.rescoring import judge_anew
from blog.moderating.spam_filter.reset import FilterReset
from blog.moderating.spam_filter.snapshot import FilterSnapshot
from blog.moderating.spam_filter.weighing import WeighedWords
from blog.moderating.telling import public_explanations
from blog.moderating.views import moderating
from blog.moderating.views.in_public import moderation_in_public
from blog.moderating.views.letter_decisions import letter_decisions
from blog.moderating.views.logbook import whoever_acts
from blog.publishing.article import Article
from blog.publishing.deletion import Deletion
from blog.publishing.picture import Picture
from blog.publishing.publication import Publication
from blog.publishing.tag import Tag
from blog.publishing.views import publishing
from blog.reading.views import reading

ROOMS = (
    reading,
    commenting,
    publishing,
    moderating,
    letter_decisions,
    moderation_in_public,
    accounts,
    housekeeping,
)
COMMANDS = (accounts_commands, commenting_commands, moderating_commands, housekeeping_commands)

ANNOUNCEMENTS = (
    (comment_left, receive),
    (comment_revised, hear_of_revision),
    (comment_revised, forget_what_was_quoted),
    (decision_made, tell_of_decision),
    (decision_made, follow_decision),
    (decisions_made, tell_of_decisions),
    (decisions_made, follow_decisions),
    (comments_moved, follow_move),
    (decision_made, note_decision),
    (decisions_made, note_decisions),
    (comment_revised, note_revision),
    (work_waits, nudge),
)

# Who writes which kind of letter, in the worker.
COMPOSERS = {
    "trial": write_trial,
    **LETTERS_TO_STAFF,
    **LETTERS_TO_VISITORS,
    **LETTERS_TO_MODERATORS,
    **LETTERS_ABOUT_BACKLOG,
}

# What the worker answers, because it alone can open an address.
ANSWERS = {About.ADDRESS: address_answer, About.EXPORT: export_of}

# What `flask commenting verify` checks besides what commenting itself knows of.
CHECKS = (wrong_groups,)

# What the worker does again and again: how often, in seconds, and what. 60 and less: with every tick.
TICKS = (
    (60, answer_inquiries),
    (60, post_digests),
    (60, deliver_letters),
    (60, go_on_with_acts_on_many),
    (60, learn_what_was_decided),
    (60, judge_anew),
    (600, go_on_with_rotation),
    (900, post_backlog_alerts),
    (3600, recompute_expectations),
    (3600, post_heads),
    (3600, recompute_filter_error),
    (86400, tidy),
    (86400, compare_with_decisions),
    (86400, forget_old_examples),
)

# What is kept in rows. Named here so that every table is known before the first is asked.
TABLES = (
    *(Account, Suspension, OneTimeLink, EndedSession, LettersDeclined),
    *(Article, Publication, Deletion, Tag, Picture),
    *(Appeal, Proposal, SettledProposal),
    *(Letter, MailTrouble, Tick),
    *(Subscription, Confirmation, MailRefused, Erasure),
    *(Doubt, Expectation),
    *(Finding, FindingReason),
    *(FilterReset, FilterSnapshot, FilterStanding, Lesson, LessonDue, PutAway, Recheck, WeighedWords),
    *(BulkAct, BulkDecision),
    *(CommentGroup, GroupExample, GroupMark, GroupMember, GroupTally),
    *(Ban, BanLift, BanCatch, BanBulk, Presence),
    *(Move, FormerPlace, ThreadClosure, ThreadReopening),
    *(AccountRecord, LetterRhythm, Entry, LogbookHead),
    *(HouseRule, HouseRuleVersion, DecisionByRule),
    *(AddressKey, Closure, Comment, Contact, Decision, Inquiry, Revision),
)


def open_rooms(app):
    for room in ROOMS:
        app.register_blueprint(room)
    for group in COMMANDS:
        app.cli.add_command(group)


def connect_announcements():
    for announcement, listener in ANNOUNCEMENTS:
        announcement.connect(listener)
    connect_answers(ANSWERS)
    connect_checks(CHECKS)
    connect_composers(COMPOSERS)
    connect_explanations(public_explanations)
    connect_ticks(TICKS)
    connect_records(RECORDS)
    listen_to_records(whoever_acts)
