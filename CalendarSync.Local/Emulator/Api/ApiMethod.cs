using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>One method of the Calendar API: where it is, who may call it, what it understands.</summary>
/// <param name="Name">As Google's reference calls it: <c>events.insert</c>.</param>
/// <param name="Verb">HTTP method.</param>
/// <param name="Path">Below <c>/calendar/v3</c>, with <c>{cal}</c>, <c>{ev}</c> and <c>{setting}</c> as place holders.</param>
/// <param name="Scopes">Suffixes of the accepted scopes.</param>
/// <param name="Parameters">Query parameters besides those that every method has.</param>
/// <param name="Handle">Null: the emulator knows of the method and does not support it.</param>
internal sealed record ApiMethod(
    string Name, string Verb, string Path, IReadOnlyList<string> Scopes, IReadOnlyList<string> Parameters, Func<ApiCall, WireResponse>? Handle)
{
    /// <summary>Quota units: a PATCH costs three.</summary>
    public int Units => string.Equals(Verb, "PATCH", StringComparison.Ordinal) ? 3 : 1;

    public bool Writes => !string.Equals(Verb, "GET", StringComparison.Ordinal) && !Name.EndsWith(".watch", StringComparison.Ordinal)
        && !string.Equals(Name, "channels.stop", StringComparison.Ordinal);
}
