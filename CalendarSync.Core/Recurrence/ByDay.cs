using System.Runtime.InteropServices;

using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>One value of BYDAY.</summary>
/// <param name="Ordinal">Which one of the month or year, from the end where negative; 0 stands for every one.</param>
/// <param name="Day">The day of the week.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByDay(int Ordinal, IsoDayOfWeek Day);
