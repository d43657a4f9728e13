namespace CalendarSync.Core.Connecting;

/// <summary>What the newest run that found something to do in a calendar has done there.</summary>
/// <param name="At">UTC.</param>
/// <param name="Direction"><c>app_to_google</c> or <c>google_to_app</c>.</param>
/// <param name="Created">Events that came into being on the other side, or came back.</param>
/// <param name="Updated">Events that were changed there.</param>
/// <param name="Deleted">Events that were deleted there.</param>
/// <param name="Other">Decisions of another kind: held for a choice, kept, linked, set aside.</param>
public sealed record LastChangeView(DateTimeOffset At, string Direction, int Created, int Updated, int Deleted, int Other);
