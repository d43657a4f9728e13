namespace CalendarSync.Core.Google;

/// <summary>Whose calls these are: the grant that holds the tokens and that the per-user quota is charged to.</summary>
internal sealed record GoogleAccount(Guid GrantId);
