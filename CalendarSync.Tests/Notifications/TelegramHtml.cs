using System.Text;

namespace CalendarSync.Tests.Notifications;

/// <summary>Reads Telegram's HTML as its server does: links and four entities; anything else that looks like markup is an error.</summary>
internal static class TelegramHtml
{
    private static readonly (string Entity, char Character)[] Entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];

    /// <returns>Null where Telegram would refuse it.</returns>
    public static (string Text, IReadOnlyList<string> Links)? Read(string html)
    {
        var text = new StringBuilder();
        var links = new List<string>();
        var open = false;
        for (var at = 0; at < html.Length;)
        {
            if (html[at] == '&')
            {
                var entity = Array.Find(Entities, e => string.CompareOrdinal(html, at, e.Entity, 0, e.Entity.Length) == 0);
                if (entity.Entity is null)
                {
                    return null;
                }

                text.Append(entity.Character);
                at += entity.Entity.Length;
            }
            else if (html[at] == '<')
            {
                const string Start = "<a href=\"";
                const string End = "</a>";
                if (!open && string.CompareOrdinal(html, at, Start, 0, Start.Length) == 0 && html.IndexOf("\">", at, StringComparison.Ordinal) is > 0 and var close)
                {
                    links.Add(html[(at + Start.Length)..close].Replace("&amp;", "&", StringComparison.Ordinal));
                    at = close + 2;
                    open = true;
                }
                else if (open && string.CompareOrdinal(html, at, End, 0, End.Length) == 0)
                {
                    at += End.Length;
                    open = false;
                }
                else
                {
                    return null;
                }
            }
            else
            {
                text.Append(html[at]);
                at++;
            }
        }

        return open ? null : (text.ToString(), links);
    }
}
