"""Addresses of this room: accounts, my work, rounds and votes, feedback."""

from django.urls import URLPattern, URLResolver, include, path

from participation.views import (
    accounts,
    feedback,
    feedback_desk,
    follow_up,
    managing,
    my_work,
    passes,
    public_answers,
    results,
    roll,
    rounds,
    second_factor,
    steps,
    voting,
)

app_name = "participation"

account_patterns: list[URLPattern | URLResolver] = [
    path("password/", accounts.PasswordChange.as_view(), name="password_change"),
    path("password/reset/", accounts.PasswordReset.as_view(), name="password_reset"),
    path(
        "password/reset/sent/",
        accounts.PasswordResetSent.as_view(),
        name="password_reset_sent",
    ),
    path(
        "password/reset/<uidb64>/<token>/",
        accounts.PasswordResetConfirm.as_view(),
        name="password_reset_confirm",
    ),
    path("second-step/", second_factor.second_step, name="second_step"),
    path("second-step/add/", second_factor.second_step_add, name="second_step_add"),
    path(
        "second-step/codes/", second_factor.second_step_codes, name="second_step_codes"
    ),
]

manage_patterns: list[URLPattern | URLResolver] = [
    path("", managing.manage_list, name="manage_rounds"),
    path("new/", managing.create, name="manage_create"),
    path("<slug:slug>/", managing.manage_round, name="manage_round"),
    path("<slug:slug>/edit/", managing.edit, name="manage_edit"),
    path("<slug:slug>/options/", managing.options, name="manage_options"),
    path("<slug:slug>/parts/", managing.parts, name="manage_parts"),
    path("<slug:slug>/passes/", passes.issue, name="manage_passes"),
    path("<slug:slug>/roll/", roll.enter, name="manage_roll"),
    path("<slug:slug>/desk/", roll.desk, name="desk"),
    path(
        "<slug:slug>/passes/<int:batch>/handed-out/",
        roll.batch_handed_out,
        name="manage_handed_out",
    ),
    path("<slug:slug>/passes/void/", passes.void, name="manage_void_pass"),
    path("<slug:slug>/open/", steps.ask_to_open, name="manage_open"),
    path("<slug:slug>/close/", steps.ask_to_close, name="manage_close"),
    path("<slug:slug>/cancel/", steps.ask_to_cancel, name="manage_cancel"),
    path("<slug:slug>/take-back/", steps.back, name="manage_take_back"),
    path("<slug:slug>/adopt/", managing.adopt, name="manage_adopt"),
]

round_patterns: list[URLPattern | URLResolver] = [
    path("", rounds.round_list, name="round_list"),
    path("calendar.ics", rounds.rounds_calendar, name="rounds_calendar"),
    path("manage/", include(manage_patterns)),
    path("<slug:slug>/", rounds.round_page, name="round"),
    path("<slug:slug>/calendar.ics", rounds.round_calendar, name="round_calendar"),
    path("<slug:slug>/second-person/", steps.second_person, name="second_person"),
    path("<slug:slug>/vote/", voting.vote, name="vote"),
    path("<slug:slug>/result/", results.result_page, name="result"),
    path("<slug:slug>/ballots.pb", results.ballots_file, name="ballots_file"),
]

feedback_patterns: list[URLPattern | URLResolver] = [
    path("", feedback.give, name="feedback"),
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("answers/", public_answers.answers, name="public_answers"),
    path("answers/publish/", public_answers.publish, name="publish_answer"),
    path("answers/<int:pk>/withdraw/", public_answers.withdraw, name="withdraw_answer"),
    path("desk/", feedback_desk.desk, name="feedback_desk"),
    path("desk/enter/", feedback_desk.enter, name="enter_feedback"),
    path("desk/items/<slug:serial>/", feedback_desk.item, name="feedback_item"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("account/", include(account_patterns)),
    path("my/", my_work.my_work, name="my_work"),
    path("rounds/", include(round_patterns)),
    path("feedback/", include(feedback_patterns)),
]
