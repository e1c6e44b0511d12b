using System.Security.Cryptography;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>A private key of a tag. It decrypts the reports whose id is the hash of the public key that the tag advertises.</summary>
/// <param name="Tracker">The tag's name.</param>
/// <param name="Id">SHA-256 of the advertised key, base64: the <c>id</c> in requests and reports.</param>
/// <param name="Private">P-224.</param>
internal sealed record FindMyKey(string Tracker, string Id, ECParameters Private)
{
    public const int Length = 28;

    /// <exception cref="CryptographicException">The secret is not a key of the curve.</exception>
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
