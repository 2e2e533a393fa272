"""Addresses of this room: people, rounds and votes, meetings, feedback,
questions, feeds."""

from django.urls import URLPattern, URLResolver, include, path

from participation.views import (
    accepting,
    accounts,
    adoption,
    asked_questions,
    bodies,
    feedback,
    feedback_desk,
    feeds,
    follow_up,
    following,
    giving_back,
    invitations,
    managing,
    meeting_work,
    meetings,
    minutes,
    my_work,
    observers,
    paper,
    paper_entry,
    pass_batches,
    passes,
    people,
    posters,
    public_answers,
    question,
    questions,
    results,
    roll,
    rounds,
    second_factor,
    standing_in,
    steps,
    table_devices,
    table_pages,
    tables,
    voter_counts,
    voting,
    who,
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

people_patterns: list[URLPattern | URLResolver] = [
    path("", people.people, name="people"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.make, name="invitation_new"),
    path(
        "invitations/<int:pk>/withdraw/",
        invitations.withdraw,
        name="invitation_withdraw",
    ),
    path("<int:pk>/", people.person_role, name="person_role"),
    path("<int:pk>/term/", people.term, name="person_term"),
    path("<int:pk>/lay-down/", people.give_up, name="person_lay_down"),
    path("<int:pk>/named/", people.named, name="person_named"),
    path("<int:pk>/stand-in/", standing_in.stand_in, name="person_stand_in"),
    path("stand-ins/<int:pk>/", standing_in.stand_in_decide, name="stand_in_decide"),
    path("stand-ins/<int:pk>/end/", standing_in.stand_in_end, name="stand_in_end"),
]

paper_patterns: list[URLPattern | URLResolver] = [
    path("", paper.overview, name="paper"),
    path("sheet/", paper.sheet, name="paper_sheet"),
    path("new/", paper.open_batch, name="paper_new"),
    path("draw/", paper.draw, name="paper_draw"),
    path("<int:number>/", paper.batch_page, name="paper_batch"),
    path("<int:number>/table/", paper.table, name="paper_table"),
    path(
        "<int:number>/give-back/",
        giving_back.give_back_on_paper,
        name="paper_give_back",
    ),
    path("<int:number>/sheets/", paper.account, name="paper_account"),
    path("<int:number>/entry/", paper_entry.enter, name="paper_entry"),
    path("<int:number>/anew/", paper.redo, name="paper_redo"),
]

manage_patterns: list[URLPattern | URLResolver] = [
    path("", managing.manage_list, name="manage_rounds"),
    path("new/", managing.create, name="manage_create"),
    path("<slug:slug>/", managing.manage_round, name="manage_round"),
    path("<slug:slug>/edit/", managing.edit, name="manage_edit"),
    path("<slug:slug>/options/", managing.options, name="manage_options"),
    path("<slug:slug>/parts/", managing.parts, name="manage_parts"),
    path("<slug:slug>/observers/", observers.name, name="manage_observers"),
    path(
        "<slug:slug>/observers/<int:pk>/take-out/",
        observers.take_out,
        name="manage_observer_out",
    ),
    path("<slug:slug>/passes/", passes.issue, name="manage_passes"),
    path("<slug:slug>/roll/", roll.enter, name="manage_roll"),
    path("<slug:slug>/desk/", roll.desk, name="desk"),
    path("<slug:slug>/who/", who.who, name="manage_who"),
    path("<slug:slug>/who/count/", voter_counts.count, name="count_voters"),
    path("<slug:slug>/tables/", tables.tables, name="manage_tables"),
    path("<slug:slug>/tables/<int:pk>/", tables.table, name="manage_table"),
    path("<slug:slug>/tables/<int:pk>/pin/", tables.new_pin, name="manage_table_pin"),
    path("<slug:slug>/tables/<int:pk>/tally/", tables.tally, name="manage_table_tally"),
    path("<slug:slug>/tables/<int:pk>/lost/", tables.lost, name="manage_table_lost"),
    path("<slug:slug>/tables/<int:pk>/close/", tables.close, name="manage_table_close"),
    path(
        "<slug:slug>/desk/give-back/",
        giving_back.give_number_back,
        name="manage_give_back",
    ),
    path(
        "<slug:slug>/passes/<int:batch>/handed-out/",
        roll.batch_handed_out,
        name="manage_handed_out",
    ),
    path("<slug:slug>/passes/<int:batch>/", pass_batches.batch, name="manage_batch"),
    path(
        "<slug:slug>/passes/<int:batch>/renew/",
        pass_batches.renew,
        name="manage_renew_batch",
    ),
    path(
        "<slug:slug>/passes/<int:batch>/take-back/",
        pass_batches.take_back,
        name="manage_take_back_batch",
    ),
    path("<slug:slug>/passes/void/", passes.void, name="manage_void_pass"),
    path("<slug:slug>/paper/", include(paper_patterns)),
    path("<slug:slug>/open/", steps.ask_to_open, name="manage_open"),
    path("<slug:slug>/close/", steps.ask_to_close, name="manage_close"),
    path("<slug:slug>/discard/", managing.discard, name="manage_discard"),
    path("<slug:slug>/cancel/", steps.ask_to_cancel, name="manage_cancel"),
    path("<slug:slug>/take-back/", steps.back, name="manage_take_back"),
]

#: On the shared device of a table: its page, and what the page's script asks.
table_patterns: list[URLPattern | URLResolver] = [
    path("", table_pages.table, name="table"),
    path("worker.js", table_pages.worker, name="table_worker"),
    path("begin/", table_devices.begin, name="table_begin"),
    path("check/", table_devices.check, name="table_check"),
    path("send/", table_devices.send, name="table_send"),
    path("end/", table_devices.end, name="table_end"),
]

round_patterns: list[URLPattern | URLResolver] = [
    path("", rounds.round_list, name="round_list"),
    path("calendar.ics", rounds.rounds_calendar, name="rounds_calendar"),
    path("manage/", include(manage_patterns)),
    path("<slug:slug>/", rounds.round_page, name="round"),
    path("<slug:slug>/calendar.ics", rounds.round_calendar, name="round_calendar"),
    path("<slug:slug>/second-person/", steps.second_person, name="second_person"),
    path(
        "<slug:slug>/second-person/passes/<int:batch>/",
        pass_batches.second_person,
        name="second_person_of_batch",
    ),
    path(
        "<slug:slug>/second-person/observers/<int:pk>/",
        observers.second_person,
        name="second_person_of_observer",
    ),
    path("<slug:slug>/observer/", observers.observer, name="observer"),
    path("<slug:slug>/vote/", voting.vote, name="vote"),
    path("<slug:slug>/table/<slug:key>/", include(table_patterns)),
    path("<slug:slug>/result/", results.result_page, name="result"),
    path("<slug:slug>/adoption/", adoption.adoption, name="adoption"),
    path("<slug:slug>/result/poster.pdf", posters.poster, name="result_poster"),
    path("<slug:slug>/ballots.pb", results.ballots_file, name="ballots_file"),
]

question_patterns: list[URLPattern | URLResolver] = [
    path("queue/", question.queue, name="question_queue"),
    path("follow-up/", asked_questions.asked_question, name="asked_question"),
    path("<int:pk>/", question.question_page, name="question"),
    path("<slug:kind>/<slug:key>/", questions.question_list, name="questions"),
    path("<slug:kind>/<slug:key>/ask/", questions.ask, name="ask"),
]

meeting_patterns: list[URLPattern | URLResolver] = [
    path("", meetings.meeting_page, name="meeting"),
    path("calendar.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("work/", meeting_work.work, name="meeting_work"),
    path("edit/", meeting_work.edit, name="meeting_edit"),
    path("links/", meeting_work.links, name="meeting_links"),
    path("call-off/", meeting_work.call_off, name="meeting_call_off"),
    path("minutes/", minutes.text, name="meeting_minutes"),
    path("attendance/", minutes.attendance, name="meeting_attendance"),
    path("decisions/<uuid:key>/", minutes.decision, name="decision"),
    path("decisions/<uuid:key>/remove/", minutes.decision_out, name="decision_out"),
    path("actions/<uuid:key>/", minutes.action, name="action"),
    path("actions/<uuid:key>/remove/", minutes.action_out, name="action_out"),
    path("actions/<uuid:key>/done/", minutes.action_done, name="action_done"),
    path("pictures/<uuid:key>/", minutes.picture, name="meeting_picture"),
    path("pictures/<uuid:key>/remove/", minutes.picture_out, name="picture_out"),
    path("hand-in/", minutes.hand_in, name="minutes_hand_in"),
    path("send-back/", minutes.send_back, name="minutes_send_back"),
    path("publish/", minutes.publish, name="minutes_publish"),
    path("withdraw/", minutes.withdraw, name="minutes_withdraw"),
    path("confirm/", minutes.confirm, name="minutes_confirm"),
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
    path("people/", include(people_patterns)),
    path("invitation/", accepting.invitation, name="invitation"),
    path("rounds/", include(round_patterns)),
    path("questions/", include(question_patterns)),
    path("feedback/", include(feedback_patterns)),
    path("follow/<slug:reference>.atom", feeds.feed, name="feed"),
    path("follow/<slug:kind>/<slug:key>/", following.following, name="following"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/call/", meeting_work.call, name="call_meeting"),
    path(
        "meetings/calendar.ics",
        meetings.all_meetings_calendar,
        name="meetings_calendar",
    ),
    path(
        "meetings/in/<slug:slug>/calendar.ics",
        meetings.community_calendar,
        name="community_calendar",
    ),
    path("meetings/bodies/<int:pk>/", bodies.body_page, name="body"),
    path("meetings/<slug:reference>/", include(meeting_patterns)),
]
