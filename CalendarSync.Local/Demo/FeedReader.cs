using System.Threading.Channels;

namespace CalendarSync.Local.Demo;

/// <summary>One reader of the feed, until it is disposed.</summary>
internal sealed class FeedReader(ChannelReader<FeedEntry> entries, Action end) : IDisposable
{
    public ChannelReader<FeedEntry> Entries => entries;

    public void Dispose() => end();
}
