namespace CalendarSync.Local.Emulator.Model;

/// <summary>What an account may do with a calendar, in rising order.</summary>
internal enum AccessRole
{
    None,
    FreeBusyReader,
    Reader,
    WriterWithoutPrivateAccess,
    Writer,
    Owner,
}
