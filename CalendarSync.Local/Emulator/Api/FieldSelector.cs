using System.Text.Json;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The <c>fields</c> parameter: <c>items(id,etag),nextPageToken</c>, <c>a/b</c> and <c>*</c>. Equal texts are equal selectors.</summary>
internal sealed class FieldSelector : IEquatable<FieldSelector>
{
    private readonly Dictionary<string, FieldSelector?> _children = new(StringComparer.Ordinal);
    private readonly string _text;
    private bool _all;

    private FieldSelector(string text) => _text = text;

    public IEnumerable<string> Names => _children.Keys;

    public static FieldSelector Parse(string text)
    {
        FieldSelector root = new(text);
        int at = 0;
        ParseList(root, text, ref at);
        return at == text.Length ? root : throw Invalid(text);
    }

    public bool Includes(string name) => _all || _children.ContainsKey(name);

    /// <summary>What is selected below a name; null: everything.</summary>
    public FieldSelector? Below(string name) => _all ? null : _children.GetValueOrDefault(name);

    public byte[] Apply(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonBytes.Write(document.RootElement, this, static (writer, element, selector) => selector.Write(writer, element));
    }

    public bool Equals(FieldSelector? other) => other is not null && string.Equals(other._text, _text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as FieldSelector);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    private void Write(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (JsonElement item in element.EnumerateArray())
            {
                Write(writer, item);
            }

            writer.WriteEndArray();
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in element.EnumerateObject().Where(p => Includes(p.Name)))
            {
                writer.WritePropertyName(property.Name);
                if (Below(property.Name) is { } below)
                {
                    below.Write(writer, property.Value);
                }
                else
                {
                    property.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }
        else
        {
            element.WriteTo(writer);
        }
    }

    private static void ParseList(FieldSelector parent, string text, ref int at)
    {
        while (true)
        {
            ParseOne(parent, text, ref at);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            return;
        }
    }

    private static void ParseOne(FieldSelector parent, string text, ref int at)
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '*' or '_' or '-'))
        {
            at++;
        }

        string name = text[start..at];
        if (name.Length == 0)
        {
            throw Invalid(text);
        }

        if (name is "*")
        {
            parent._all = true;
            return;
        }

        FieldSelector? below = null;
        if (at < text.Length && text[at] is '(' or '/')
        {
            bool list = text[at] == '(';
            at++;
            int from = at;
            below = parent._children.GetValueOrDefault(name) ?? new FieldSelector(text[from..]);
            if (!list)
            {
                ParseOne(below, text, ref at);
            }
            else
            {
                ParseList(below, text, ref at);
                if (at >= text.Length || text[at] != ')')
                {
                    throw Invalid(text);
                }

                at++;
            }
        }

        parent._children[name] = below;
    }

    private static GoogleErrorException Invalid(string text) =>
        (GoogleErrors.InvalidParameter("fields", text) with { Message = $"Invalid field selection {text}", Location = "fields" }).Thrown();
}
