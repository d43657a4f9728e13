using System.Runtime.InteropServices;

using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>One time at which a series takes place. Days of all-day series are midnights in UTC.</summary>
/// <param name="Start">Its slot in the series.</param>
/// <param name="End">Exclusive.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Occurrence(Instant Start, Instant End);
