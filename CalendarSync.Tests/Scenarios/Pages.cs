using System.Text;
using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Pages of events that hold what no calendar of the emulator would.</summary>
internal static class Pages
{
    public static WireResponse WithoutItems(WireResponse answer) => Change(answer, static page => page["items"] = new JsonArray());

    /// <summary>The next page has these items as well, JSON as given.</summary>
    public static Fault With(params IReadOnlyList<string> items) => new("strange items")
    {
        Afterwards = answer => Change(answer, page =>
        {
            foreach (var item in items)
            {
                page["items"]!.AsArray().Add(JsonNode.Parse(item));
            }
        }),
    };

    private static WireResponse Change(WireResponse answer, Action<JsonNode> change)
    {
        if (answer.Status != 200)
        {
            return answer;
        }

        var page = JsonNode.Parse(answer.ToArray())!;
        change(page);
        return answer with { Body = [Encoding.UTF8.GetBytes(page.ToJsonString())] };
    }
}
