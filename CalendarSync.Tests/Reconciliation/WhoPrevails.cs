using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>One row of "Who prevails" in <c>docs/sync-table.md</c>.</summary>
internal sealed record WhoPrevails(ConflictPolicy Policy, string Later, Winner Winner);
