using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CalendarSync.Local.Emulator.Api;

internal static class JsonBytes
{
    /// <summary>Google sends text as it is, without <c>\u</c> escapes for letters beyond ASCII.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = Begin(out Utf8JsonWriter writer);
        write(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>As <see cref="Write"/>, with two arguments instead of a closure: it runs once per rendered event.</summary>
    public static byte[] Write<T1, T2>(T1 first, T2 second, Action<Utf8JsonWriter, T1, T2> write)
    {
        ArrayBufferWriter<byte> buffer = Begin(out Utf8JsonWriter writer);
        write(writer, first, second);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static ArrayBufferWriter<byte> Begin(out Utf8JsonWriter writer)
    {
        t_buffer ??= new ArrayBufferWriter<byte>(4096);
        t_buffer.ResetWrittenCount();
        t_writer ??= new Utf8JsonWriter(t_buffer, Options);
        t_writer.Reset(t_buffer);
        writer = t_writer;
        return t_buffer;
    }
}
