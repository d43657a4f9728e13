namespace CalendarSync.Local.Emulator.Model;

internal static class AccessRoles
{
    public static string Name(AccessRole role) => role switch
    {
        AccessRole.None => "none",
        AccessRole.FreeBusyReader => "freeBusyReader",
        AccessRole.Reader => "reader",
        AccessRole.WriterWithoutPrivateAccess => "writerWithoutPrivateAccess",
        AccessRole.Writer => "writer",
        _ => "owner",
    };

    public static AccessRole? Parse(string? name) => name switch
    {
        "none" => AccessRole.None,
        "freeBusyReader" => AccessRole.FreeBusyReader,
        "reader" => AccessRole.Reader,
        "writerWithoutPrivateAccess" => AccessRole.WriterWithoutPrivateAccess,
        "writer" => AccessRole.Writer,
        "owner" => AccessRole.Owner,
        _ => null,
    };
}
