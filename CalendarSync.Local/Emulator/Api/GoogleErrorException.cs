namespace CalendarSync.Local.Emulator.Api;

/// <summary>The call is refused; the pipeline turns this into Google's error body.</summary>
internal sealed class GoogleErrorException(GoogleError error) : Exception(error.Message)
{
    public GoogleError Error { get; } = error;
}
