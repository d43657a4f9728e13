namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>Answers the consent page without a person.</summary>
/// <param name="Email">Who consents; null: the <c>login_hint</c>, else the first account.</param>
/// <param name="Scopes">Suffixes of the scopes to grant; null: all that are asked for.</param>
/// <param name="Deny">Refuse instead.</param>
internal sealed record AutoConsent(string? Email = null, IReadOnlyList<string>? Scopes = null, bool Deny = false);
