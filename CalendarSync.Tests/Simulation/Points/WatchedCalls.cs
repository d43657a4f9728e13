namespace CalendarSync.Tests.Simulation.Points;

/// <summary>Stands between the client and Google. Answers are read whole first, so that nothing of them arrives later.</summary>
internal sealed class WatchedCalls(IPoints points) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath.Split('/')[^1]}";
        await points.ReachAsync(new Point(PointKind.BeforeCall, what));
        cancellationToken.ThrowIfCancellationRequested();
        var response = await base.SendAsync(request, CancellationToken.None);
        await points.ReachAsync(new Point(PointKind.AfterCall, what));
        cancellationToken.ThrowIfCancellationRequested();
        return response;
    }
}
