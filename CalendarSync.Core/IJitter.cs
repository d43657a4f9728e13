namespace CalendarSync.Core;

/// <summary>The randomness of waiting times.</summary>
internal interface IJitter
{
    /// <summary>Uniform in [0, 1).</summary>
    double Next();
}
