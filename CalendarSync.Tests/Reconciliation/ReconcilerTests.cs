using CalendarSync.Core.Reconciliation;

using static CalendarSync.Tests.Reconciliation.Sides;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Cases that the table alone does not make plain: each one lost an edit or looped before it was decided.</summary>
public sealed class ReconcilerTests
{
    [Fact]
    public void New_default_reminders_are_no_edit_of_the_rows_that_left_them_to_the_configuration()
    {
        var agreed = Agreement.AfterWrite(AppMeeting, Meeting, InGoogle(Meeting, "\"1\""));
        var app = InApp(AppMeeting, defaults: OneDay);
        var google = InGoogle(Meeting with { Reminders = EventReminders.Silent });

        var decision = Decide(app, agreed, google, ConflictPolicy.AppWins);

        decision.App.ShouldBe(Change.Unchanged);
        decision.Conflict.ShouldBeNull();
        (decision.RowChanges, decision.GoogleChanges).ShouldBe((EventField.Reminders, EventField.None));
    }

    [Fact]
    public void The_base_of_a_merge_keeps_the_rows_own_words_too()
    {
        var agreed = Agreement.AfterWrite(AppMeeting, Meeting, InGoogle(Meeting, "\"1\""));
        var pulled = Decide(InApp(AppMeeting), agreed, InGoogle(Meeting with { Location = "Room 1" }));

        var later = Decide(InApp(pulled.Target!, defaults: OneDay), pulled.Base, InGoogle(pulled.Base!.Google));

        later.App.ShouldBe(Change.Unchanged);
    }

    [Fact]
    public void Other_words_for_the_same_thing_are_no_edit()
    {
        var decision = Decide(InApp(Meeting), AgreedOwnWords, InGoogle(Meeting with { Reminders = OneDay }), ConflictPolicy.Manual);

        decision.App.ShouldBe(Change.Unchanged);
        decision.Conflict.ShouldBeNull();
    }

    [Fact]
    public void An_insert_that_never_arrived_is_sent_again_and_deletes_no_row()
    {
        var decision = Decide(InApp(AppMeeting), Unanswered, null);

        decision.RowEffect.ShouldBe(RowEffect.None);
        decision.GoogleEffect.ShouldBe(GoogleEffect.Insert);
        decision.Target.ShouldBe(AppMeeting);
    }

    [Fact]
    public void An_insert_that_never_arrived_is_not_sent_for_a_row_deleted_meanwhile_and_stays_known_in_case_it_comes_late()
    {
        var withdrawn = Decide(DeletedInApp(), Unanswered, null);
        withdrawn.GoogleEffect.ShouldBe(GoogleEffect.None);
        withdrawn.Base.ShouldBeNull();

        Decide(DeletedInApp(), Unanswered, InGoogle(Meeting)).GoogleEffect.ShouldBe(GoogleEffect.Delete);
    }

    [Fact]
    public void A_tombstone_older_than_the_row_is_revived_not_obeyed_while_the_insert_has_no_answer()
    {
        var decision = Decide(InApp(AppMeeting, Noon), Unanswered, Tombstone(Noon.AddMinutes(-1)), ConflictPolicy.GoogleWins);

        decision.RowEffect.ShouldBe(RowEffect.None);
        decision.GoogleEffect.ShouldBe(GoogleEffect.Write);
        decision.Conflict.ShouldBeNull();
    }

    [Fact]
    public void A_deletion_after_the_unanswered_insert_deletes_the_row()
    {
        var decision = Decide(InApp(AppMeeting, Noon), Unanswered, Tombstone(Noon.AddMinutes(1)));

        decision.RowEffect.ShouldBe(RowEffect.Delete);
        decision.Conflict.ShouldBeNull();
    }

    [Fact]
    public void A_cancelled_namesake_is_revived_since_its_id_cannot_be_inserted_again()
    {
        var tombstone = Tombstone(Noon.AddDays(-1));
        var decision = Decide(InApp(AppMeeting), null, tombstone);

        decision.GoogleEffect.ShouldBe(GoogleEffect.Write);
        decision.GoogleChanges.ShouldBe(EventField.All);
        decision.Base!.Etag.ShouldBe(tombstone.Etag);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_Google_has_forgotten_cannot_be_written_only_inserted(bool agreedDeleted)
    {
        var decision = Decide(InApp(AppMeeting with { Title = "Again" }), AgreedOwnWords with { Deleted = agreedDeleted }, null);

        decision.GoogleEffect.ShouldBe(GoogleEffect.Insert);
        decision.Target!.Title.ShouldBe("Again");
    }

    [Fact]
    public void A_row_that_Google_brings_back_keeps_its_own_words_where_Google_changed_nothing()
    {
        var agreed = AgreedOwnWords with { App = AppMeeting with { Title = "Meeting with a very long title" } };
        var google = InGoogle(Meeting with { Location = "Room 1" }, at: Noon.AddMinutes(1));

        var decision = Decide(DeletedInApp(), agreed, google);

        decision.RowEffect.ShouldBe(RowEffect.Write);
        decision.Target.ShouldBe(AppMeeting with { Title = "Meeting with a very long title", Location = "Room 1" });
        Decide(InApp(decision.Target!), decision.Base, google).Reason.ShouldBe("unchanged");
    }

    [Fact]
    public void A_row_that_is_gone_without_a_trace_is_decided_like_a_deleted_one()
    {
        var decision = Decide(null, Agreed, InGoogle(Meeting with { Title = "Moved" }));

        decision.RowEffect.ShouldBe(RowEffect.Insert);
        decision.Conflict!.Winner.ShouldBe(Winner.Google);
    }

    [Fact]
    public void A_deletion_does_not_beat_an_edit_of_unknown_time()
    {
        var decision = Decide(DeletedInApp(), Agreed, InGoogle(Meeting with { Title = "Moved" }) with { UpdatedAt = null });

        decision.Conflict!.Winner.ShouldBe(Winner.Google);
    }

    [Fact]
    public void An_event_read_before_our_deletion_brings_nothing_back()
    {
        var afterDelete = Agreed.AfterDelete();
        var older = InGoogle(Meeting, Agreed.Etag!);

        var decision = Decide(DeletedInApp(), afterDelete, older);

        (decision.RowEffect, decision.GoogleEffect).ShouldBe((RowEffect.None, GoogleEffect.None));
        decision.Base.ShouldBe(afterDelete);
    }

    [Fact]
    public void An_event_that_comes_back_after_our_deletion_has_a_new_version_and_brings_the_row_back()
    {
        Decide(DeletedInApp(), Agreed.AfterDelete(), InGoogle(Meeting, "\"9\"")).RowEffect.ShouldBe(RowEffect.Write);
    }

    [Fact]
    public void A_write_in_doubt_that_arrived_is_nobodys_edit()
    {
        var sent = Meeting with { Title = "Sent" };
        var app = InApp(AppMeeting with { Title = "Sent, then edited again" });
        var google = InGoogle(sent with { Location = "Room 1" });

        var decision = Decide(app, Agreement.WithWriteInDoubt(AgreedOwnWords, sent, null, google), google, ConflictPolicy.GoogleWins);

        decision.Conflict.ShouldBeNull();
        (decision.RowChanges, decision.GoogleChanges).ShouldBe((EventField.Location, EventField.Title));
    }

    [Fact]
    public void A_write_in_doubt_that_did_not_arrive_leaves_the_edit_to_be_sent_even_if_somebody_else_said_the_half_of_it()
    {
        var sent = Meeting with { Title = "Sent", Location = "Room 1" };
        var app = InApp(AppMeeting with { Title = "Sent", Location = "Room 1" });
        var google = InGoogle(Meeting with { Title = "Sent" });

        var decision = Decide(app, Agreement.WithWriteInDoubt(AgreedOwnWords, sent, app.Fields, google), google);

        decision.Conflict.ShouldBeNull();
        (decision.RowChanges, decision.GoogleChanges).ShouldBe((EventField.None, EventField.Location));
    }

    [Fact]
    public void A_revival_in_doubt_that_did_not_arrive_loses_no_edit_when_Google_brings_the_event_back_by_itself()
    {
        var app = InApp(AppMeeting with { Title = "Revived" }, Noon.AddMinutes(1));
        var google = InGoogle(Meeting);

        var agreed = Agreement.WithWriteInDoubt(AgreedOwnWords.AfterDelete(), Meeting with { Title = "Revived" }, app.Fields, google);

        Decide(app, agreed, google).GoogleChanges.ShouldBe(EventField.Title);
    }

    [Fact]
    public void An_insert_in_doubt_that_meets_a_living_namesake_is_settled_by_the_policy_not_overwritten()
    {
        var app = InApp(AppMeeting, Noon);
        var namesake = InGoogle(Meeting with { Title = "Older" }, at: Noon.AddDays(-1));

        var decision = Decide(app, Agreement.WithWriteInDoubt(null, Meeting, app.Fields, namesake), namesake);

        decision.Conflict!.Winner.ShouldBe(Winner.App);
        (decision.RowChanges, decision.GoogleChanges).ShouldBe((EventField.None, EventField.Title));
    }

    [Fact]
    public void A_deletion_after_an_insert_in_doubt_is_obeyed()
    {
        var app = InApp(AppMeeting, Noon);
        var tombstone = Tombstone(Noon.AddMinutes(1));

        Decide(app, Agreement.WithWriteInDoubt(null, Meeting, app.Fields, tombstone), tombstone).RowEffect.ShouldBe(RowEffect.Delete);
    }
}
