using System.Runtime.InteropServices;

namespace CalendarSync.Core.Google;

/// <summary>Which occurrence of its series an exception stands for: an instant, or a day of an all-day series.</summary>
/// <param name="At">UTC.</param>
/// <param name="Day">Of an all-day series.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OriginalSlot(DateTimeOffset? At, DateOnly? Day)
{
    public static OriginalSlot Of(DateTimeOffset at) => new(at.ToUniversalTime(), null);

    public static OriginalSlot Of(DateOnly day) => new(null, day);
}
