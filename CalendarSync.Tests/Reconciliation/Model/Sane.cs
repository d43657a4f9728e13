using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>What holds for every decision whatever the cell.</summary>
internal static class Sane
{
    public static void Check(Decision d, AppState? app, GoogleState? google)
    {
        if (d.RowEffect is RowEffect.Insert or RowEffect.Delete)
        {
            d.GoogleEffect.ShouldBe(GoogleEffect.None);
        }

        if (d.GoogleEffect is GoogleEffect.Insert or GoogleEffect.Delete)
        {
            d.RowEffect.ShouldBe(RowEffect.None);
        }

        (d.RowEffect is RowEffect.Insert or RowEffect.Write).ShouldBe(d.RowChanges != EventField.None);
        (d.GoogleEffect is GoogleEffect.Insert or GoogleEffect.Write).ShouldBe(d.GoogleChanges != EventField.None);
        (d.RowChanges & d.GoogleChanges).ShouldBe(EventField.None);
        if (d.RowChanges != EventField.None || d.GoogleChanges != EventField.None)
        {
            d.Target.ShouldNotBeNull();
        }

        // What is not there cannot be written or deleted, and what is there not inserted.
        (app is not null || d.RowEffect is RowEffect.None or RowEffect.Insert).ShouldBeTrue();
        (app is null || d.RowEffect != RowEffect.Insert).ShouldBeTrue();
        (google is not null || d.GoogleEffect is GoogleEffect.None or GoogleEffect.Insert).ShouldBeTrue();
        (google is null || d.GoogleEffect != GoogleEffect.Insert).ShouldBeTrue();
        (google is { Deleted: false } || d.GoogleEffect != GoogleEffect.Delete).ShouldBeTrue();
        (app is { Deleted: false } || d.RowEffect != RowEffect.Delete).ShouldBeTrue();
        if (d.Conflict is { Winner: Winner.Open })
        {
            (d.RowEffect, d.GoogleEffect, d.Base).ShouldBe((RowEffect.None, GoogleEffect.None, null));
        }
    }
}
