namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>A refusal of the authorization server.</summary>
internal sealed record OAuthProblem(int Status, string Error, string Description);
