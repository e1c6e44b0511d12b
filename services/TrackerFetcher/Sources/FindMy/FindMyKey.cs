using System.Security.Cryptography;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>One private key of a tag: its reports are found by the hash of what the tag advertises, and only it opens them.</summary>
/// <param name="Tracker">The tag's name.</param>
/// <param name="Id">SHA-256 of the advertised key, base64: what the endpoint is asked for, and a report's <c>id</c>.</param>
/// <param name="Private">P-224.</param>
internal sealed record FindMyKey(string Tracker, string Id, ECParameters Private)
{
    public const int Length = 28;

    /// <exception cref="CryptographicException">It is no key of that curve.</exception>
    public static FindMyKey Of(string tracker, byte[] secret)
    {
        byte[] padded = new byte[Length];
        ReadOnlySpan<byte> digits = secret.AsSpan().TrimStart((byte)0);
        if (digits.IsEmpty || digits.Length > Length)
        {
            throw new CryptographicException($"a private key has {Length} bytes");
        }

        digits.CopyTo(padded.AsSpan(Length - digits.Length));
        using ECDiffieHellman key = ECDiffieHellman.Create(new ECParameters { Curve = Curve, D = padded });
        ECParameters whole = key.ExportParameters(includePrivateParameters: true);
        return new FindMyKey(tracker, Convert.ToBase64String(SHA256.HashData(whole.Q.X!)), whole);
    }

    /// <summary>secp224r1.</summary>
    public static ECCurve Curve { get; } = ECCurve.CreateFromValue("1.3.132.0.33");
}
