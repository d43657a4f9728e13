namespace CalendarSync.Local.Emulator.Model;

/// <summary>Reproducible randomness (SplitMix64): the same seed and the same calls give the same world on every machine and runtime.</summary>
internal sealed class SeededRandom(int seed)
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);

    public ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
        return Mix(_state);
    }

    /// <summary>From 0 to <paramref name="below"/>, which is not reached.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public string Text(string alphabet, int length) =>
        string.Create(length, (this, alphabet), static (span, state) =>
        {
            foreach (ref char c in span)
            {
                c = state.alphabet[state.Item1.Below(state.alphabet.Length)];
            }
        });

    public string Token(int length) => Text(Alphanumeric, length);

    public string Digits(int length) => Text("0123456789", length);

    /// <summary>Scrambles a number; equal in, equal out.</summary>
    public static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A hash of a text that is the same in every process.</summary>
    public static uint Hash(string text, uint salt = 0)
    {
        uint hash = 2166136261 ^ salt;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return (uint)Mix(hash);
    }
}
