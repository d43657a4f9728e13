using CalendarSync.Local.Commands;
using CalendarSync.Local.Runtime;

return await CommandLine.RunAsync(args, Console.Out, Console.Error, () => LocalSettings.Load(Directory.GetCurrentDirectory()), CancellationToken.None);
