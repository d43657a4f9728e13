using System.Security.Cryptography;
using System.Text.Json;

namespace CalendarSync.Core.Security;

/// <summary>One usable key of a JWKS: RSA of 2048 bits or more, or P-256.</summary>
internal sealed class PublicKey
{
    private const int LeastRsaBits = 2048;
    private const int MostRsaBits = 8192;
    private const int CoordinateBytes = 32;

    private readonly RSAParameters _rsa;
    private readonly ECParameters _curve;

    private PublicKey(string? id, RSAParameters rsa)
    {
        Id = id;
        Algorithm = JwtAlgorithm.Rs256;
        _rsa = rsa;
    }

    private PublicKey(string? id, ECParameters curve)
    {
        Id = id;
        Algorithm = JwtAlgorithm.Es256;
        _curve = curve;
    }

    public string? Id { get; }

    public JwtAlgorithm Algorithm { get; }

    /// <summary>Null for keys of other kinds, of other uses, or too small; symmetric keys have no business there.</summary>
    public static PublicKey? TryRead(JsonElement key)
    {
        if (key.ValueKind is not JsonValueKind.Object || (JwtParts.Text(key, "use") is { } use && use is not "sig"))
        {
            return null;
        }

        string? id = JwtParts.Text(key, "kid");
        string? algorithm = JwtParts.Text(key, "alg");
        return JwtParts.Text(key, "kty") switch
        {
            "RSA" when algorithm is null or "RS256" => TryReadRsa(id, key),
            "EC" when algorithm is null or "ES256" => TryReadCurve(id, key),
            _ => null,
        };
    }

    public bool Verify(byte[] data, byte[] signature)
    {
        if (Algorithm is JwtAlgorithm.Rs256)
        {
            using var rsa = RSA.Create(_rsa);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var curve = ECDsa.Create(_curve);
        return signature.Length == 2 * CoordinateBytes
            && curve.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static PublicKey? TryReadRsa(string? id, JsonElement key)
    {
        byte[]? modulus = Bytes(key, "n")?.SkipWhile(b => b == 0).ToArray();
        byte[]? exponent = Bytes(key, "e");
        return modulus is null || exponent is not { Length: > 0 and <= 8 } || modulus.Length * 8 is < LeastRsaBits or > MostRsaBits
            ? null
            : Usable(() => RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }), new PublicKey(id, new RSAParameters { Modulus = modulus, Exponent = exponent }));
    }

    private static PublicKey? TryReadCurve(string? id, JsonElement key)
    {
        if (JwtParts.Text(key, "crv") is not "P-256" || Bytes(key, "x") is not { Length: CoordinateBytes } x || Bytes(key, "y") is not { Length: CoordinateBytes } y)
        {
            return null;
        }

        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        return Usable(() => ECDsa.Create(parameters), new PublicKey(id, parameters));
    }

    // The platform refuses numbers that are no key (a point off the curve, say).
    private static PublicKey? Usable(Func<AsymmetricAlgorithm> create, PublicKey key)
    {
        try
        {
            using AsymmetricAlgorithm created = create();
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(JsonElement key, string name) => JwtParts.Text(key, name) is { } text ? JwtParts.Decode(text) : null;
}
