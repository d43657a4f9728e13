namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>What there is before the first step.</summary>
internal enum Start
{
    OnlyInApp,
    OnlyInGoogle,

    /// <summary>On both sides and in step.</summary>
    Agreed,

    /// <summary>On both sides with the same content, and without a base: an older link, or a lost one.</summary>
    LinkedWithoutBase,
}
