using System.Runtime.InteropServices;

using NodaTime;

namespace CalendarSync.Core.Agenda;

/// <summary>A place in a series: of an occurrence, or of the exception that stands for it.</summary>
/// <param name="SeriesId">The series' row.</param>
/// <param name="Start">When the series would begin there; days are midnights in UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Slot(Guid SeriesId, Instant Start);
