using System.Text.RegularExpressions;

using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Architecture;

public sealed partial class SourceRules
{
    private const int LongestFile = 350;
    private const int LongestTrigger = 75;

    // The two adapters of the ports for ids and jitter are where chance enters.
    private static readonly string[] Chance = ["CalendarSync.Core/RandomIdSource.cs", "CalendarSync.Core/RandomJitter.cs"];

    // Each is one question and its one query: who is a member, and is all well.
    private static readonly string[] StoresByAnotherName = ["CalendarSync.Core/Security/CompanyAccess.cs", "CalendarSync.Core/Health/HealthCheck.cs"];

    [Fact]
    public void Time_comes_from_the_clock_that_was_given() =>
        Offenders.ShouldBeNone(
            SourceLine.Of("CalendarSync.Core", "CalendarSync.Functions").Where(line => AmbientTime().IsMatch(line.Code) || ClocklessDelay().IsMatch(line.Code)),
            "Take a TimeProvider in the constructor:");

    [Fact]
    public void Chance_comes_from_the_ports() =>
        Offenders.ShouldBeNone(
            SourceLine.Of("CalendarSync.Core", "CalendarSync.Functions").Where(line => AmbientChance().IsMatch(line.Code) && !Chance.Contains(line.Path)),
            "Take an IIdSource or an IJitter in the constructor:");

    [Fact]
    public void Nothing_works_behind_the_caller_s_back() =>
        Offenders.ShouldBeNone(
            SourceLine.Of("CalendarSync.Core", "CalendarSync.Functions").Where(line => HiddenWork().IsMatch(line.Code)),
            "A simulation could not stop this; do the work in the call, or leave it to a timer function:");

    [Fact]
    public void Sql_stands_in_the_stores() =>
        Offenders.ShouldBeNone(
            SourceLine.Of("CalendarSync.Core", "CalendarSync.Functions")
                .Where(line => Sql().IsMatch(line.Code) && !line.Path.Contains("/Storage/", StringComparison.Ordinal) && !StoreFile().IsMatch(line.Path) && !StoresByAnotherName.Contains(line.Path)),
            "SQL belongs into CalendarSync.Core/Storage or into a class whose name ends in Store:");

    [Fact]
    public void Only_the_client_s_folder_names_wire_types() =>
        Offenders.ShouldBeNone(
            SourceLine.Of("CalendarSync.Core", "CalendarSync.Functions").Where(line =>
                line.Code.Contains("using Google.Apis", StringComparison.Ordinal) && !line.Path.StartsWith("CalendarSync.Core/Google/", StringComparison.Ordinal)),
            "Google's packages are used in CalendarSync.Core/Google only:");

    [Fact]
    public void Files_can_be_read_at_one_sitting() =>
        Offenders.ShouldBeNone(
            Repository.Files("", "*.cs").Select(path => (Path: path, Lines: Repository.ReadText(path).Split('\n').Length))
                .Where(file => file.Lines > LongestFile).Select(file => $"{file.Path}: {file.Lines} lines"),
            $"A file has at most {LongestFile} lines:");

    [Fact]
    public void A_trigger_translates_and_delegates() =>
        Offenders.ShouldBeNone(
            Repository.Files("CalendarSync.Functions", "*.cs").Where(path => !path.StartsWith("CalendarSync.Functions/Http/", StringComparison.Ordinal))
                .Select(path => (Path: path, Lines: Repository.ReadText(path).Split('\n').Length))
                .Where(file => file.Lines >= LongestTrigger).Select(file => $"{file.Path}: {file.Lines} lines"),
            $"A trigger file has less than {LongestTrigger} lines:");

    [Fact]
    public void Triggers_know_the_worker_s_few_types_the_results_and_core() =>
        Offenders.ShouldBeNone(
            SourceLine.Of("CalendarSync.Functions").Where(line =>
                line.Path != "CalendarSync.Functions/Program.cs" && !line.Path.StartsWith("CalendarSync.Functions/Http/", StringComparison.Ordinal)
                && UsingDirective().Match(line.Code) is { Success: true } match && !AllowedInTriggers().IsMatch(match.Groups[1].Value)),
            "CalendarSync.Local does not declare these, so the class would compile on Azure only:");

    [Fact]
    public void Folders_are_named_after_what_they_do() =>
        Offenders.ShouldBeNone(
            Repository.Files("", "*.cs").Where(path => path.Split('/')[..^1].Any(folder => folder is "Helpers" or "Helper" or "Common" or "Utils" or "Util" or "Misc")),
            "Name the folder after what its types do:");

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bEnvironment\.TickCount|\bStopwatch\.(StartNew|GetTimestamp)|\bnew Stopwatch\b|\bDateTime\.Today\b")]
    private static partial Regex AmbientTime();

    // With a clock: Task.Delay(time, clock, token). Without: one argument, or a token as the second one.
    [GeneratedRegex(@"\bTask\.Delay\((?!.*([Cc]lock|[Tt]ime[Pp]rovider|\b_time\b))|\bnew CancellationTokenSource\((?!.*([Cc]lock|[Tt]ime[Pp]rovider|\b_time\b))[^)]|\.CancelAfter\(")]
    private static partial Regex ClocklessDelay();

    [GeneratedRegex(@"\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\.Shared\b|\bnew Random\(|\bRandomNumberGenerator\.GetInt32\b")]
    private static partial Regex AmbientChance();

    [GeneratedRegex(@"\bTask\.Run\(|\bTask\.Factory\.StartNew\b|\bThreadPool\.|\bnew (Periodic)?Timer\(|\bnew Thread\(")]
    private static partial Regex HiddenWork();

    [GeneratedRegex(@"\b(SELECT\s.+\sFROM\s|SELECT\s.*\bset_config\(|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|MERGE\s+INTO\s|TRUNCATE\s)")]
    private static partial Regex Sql();

    [GeneratedRegex(@"Store(\.\w+)?\.cs$")]
    private static partial Regex StoreFile();

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);")]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^(CalendarSync\.(Core|Functions)(\..*)?|Microsoft\.AspNetCore\.(Http|Mvc)|Microsoft\.Azure\.Functions\.Worker|System(\..*)?)$")]
    private static partial Regex AllowedInTriggers();
}
