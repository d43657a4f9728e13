namespace CalendarSync.Core.Reconciliation;

/// <summary>Google's side of one event.</summary>
/// <param name="Fields">What the event says; for a tombstone, whatever it still said.</param>
/// <param name="Etag">With the inner quotes; null where Google gave none.</param>
/// <param name="UpdatedAt">Google's clock, UTC; null where Google does not say when it was deleted.</param>
/// <param name="Deleted">Cancelled, or no longer known to Google.</param>
internal sealed record GoogleState(EventFields Fields, string? Etag, DateTimeOffset? UpdatedAt, bool Deleted);
