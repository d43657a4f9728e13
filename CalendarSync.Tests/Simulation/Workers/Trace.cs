using System.Security.Cryptography;
using System.Text;

namespace CalendarSync.Tests.Simulation.Workers;

/// <summary>All that happened, in order. Two runs of one story have the same.</summary>
internal sealed class Trace
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _lines))))[..16];

    public void Add(string line) => _lines.Add(line);
}
