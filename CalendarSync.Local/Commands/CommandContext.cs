namespace CalendarSync.Local.Commands;

/// <summary>What a command is given.</summary>
/// <param name="Words">What follows its name on the command line.</param>
/// <param name="Output">Standard output: results, in plain lines.</param>
/// <param name="Errors">Standard error: warnings. The log goes there too.</param>
/// <param name="Settings">Reads the settings; only when asked, since not every command needs them.</param>
/// <param name="Stop">Ctrl+C and its kin.</param>
internal sealed record CommandContext(IReadOnlyList<string> Words, TextWriter Output, TextWriter Errors, Func<IConfiguration> Settings, CancellationToken Stop);
