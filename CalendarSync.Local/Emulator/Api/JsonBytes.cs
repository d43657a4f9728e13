using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CalendarSync.Local.Emulator.Api;

internal static class JsonBytes
{
    /// <summary>Google sends text as it is, without <c>\u</c> escapes for letters beyond ASCII.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Scratch? t_scratch;

    public static byte[] Write(Action<Utf8JsonWriter> write) => Write(write, 0, static (json, act, _) => act(json));

    /// <summary>With two arguments instead of a closure: it runs once per rendered event.</summary>
    public static byte[] Write<T1, T2>(T1 first, T2 second, Action<Utf8JsonWriter, T1, T2> write)
    {
        // Taken while in use, so that a value may be written inside another.
        Scratch scratch = t_scratch ?? new Scratch();
        t_scratch = null;
        scratch.Buffer.ResetWrittenCount();
        scratch.Writer.Reset(scratch.Buffer);
        write(scratch.Writer, first, second);
        scratch.Writer.Flush();
        byte[] bytes = scratch.Buffer.WrittenSpan.ToArray();
        t_scratch = scratch;
        return bytes;
    }

    private sealed class Scratch
    {
        public Scratch() => Writer = new Utf8JsonWriter(Buffer, Options);

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Writer { get; }
    }
}
