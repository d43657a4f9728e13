namespace CalendarSync.Core.Storage;

/// <summary>Sees every commit of the engine, before and after; the tests stop a worker there.</summary>
internal interface ITransactionObserver
{
    ValueTask BeforeCommitAsync();

    ValueTask AfterCommitAsync();
}
