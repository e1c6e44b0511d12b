using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>
/// Decrypts the payload of a report. Its layout, as in OpenHaystack's and macless-haystack's DecryptReports (github.com/seemoo-lab/openhaystack,
/// github.com/dchristl/macless-haystack) and in Heinrich et al., "Who Can Find My Devices?" (arXiv 2103.02282): 4 bytes of seconds
/// since 2001, 1 of confidence, the finder's public key (57, P-224), 10 encrypted, 16 of tag; newer finders put one more byte before the
/// public key. Encrypted are latitude and longitude (4 bytes each), the accuracy in metres (1) and a status (1).
/// </summary>
internal static class FindMyPayload
{
    private const int KeyLength = 57;
    private const int SealedLength = 10;
    private const int TagLength = 16;
    private const int HeadLength = 5;
    private const int Shortest = HeadLength + KeyLength + SealedLength + TagLength;
    private const byte Uncompressed = 4;

    /// <summary>The decrypted report; null if <paramref name="problem"/> says why it can't be read.</summary>
    public static FindMyFix? Open(ReadOnlySpan<byte> payload, FindMyKey key, out string? problem)
    {
        problem = null;
        if (payload.Length is not (Shortest or Shortest + 1))
        {
            problem = $"The payload has {payload.Length} bytes, and not {Shortest} or {Shortest + 1}.";
            return null;
        }

        DateTime recordedAt = AppleTime.Epoch.AddSeconds(BinaryPrimitives.ReadInt32BigEndian(payload));
        ReadOnlySpan<byte> tail = payload[^(KeyLength + SealedLength + TagLength)..];
        Span<byte> plain = stackalloc byte[SealedLength];
        if (!TryOpen(tail, key, plain))
        {
            problem = "The payload was not sealed for this key, or is damaged.";
            return null;
        }

        return new FindMyFix(
            recordedAt,
            FindMyDegrees.Of(BinaryPrimitives.ReadInt32BigEndian(plain)),
            FindMyDegrees.Of(BinaryPrimitives.ReadInt32BigEndian(plain[4..])),
            plain[8]);
    }

    private static bool TryOpen(ReadOnlySpan<byte> tail, FindMyKey key, Span<byte> plain)
    {
        ReadOnlySpan<byte> finder = tail[..KeyLength];
        if (finder[0] != Uncompressed)
        {
            return false;
        }

        byte[] shared;
        try
        {
            using ECDiffieHellman own = ECDiffieHellman.Create(key.Private);
            using ECDiffieHellman other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = FindMyKey.Curve,
                Q = new ECPoint { X = finder[1..(1 + FindMyKey.Length)].ToArray(), Y = finder[(1 + FindMyKey.Length)..].ToArray() },
            });
            using ECDiffieHellmanPublicKey theirs = other.PublicKey;
            shared = own.DeriveRawSecretAgreement(theirs);
        }
        catch (CryptographicException)
        {
            // Not a point of the curve.
            return false;
        }

        // ANSI X9.63 with one round: the secret, the counter, and the finder's key as the shared info.
        byte[] derived = SHA256.HashData([.. shared, 0, 0, 0, 1, .. finder]);
        return SealedBox.TryOpen(derived.AsSpan(0, 16), derived.AsSpan(16), tail.Slice(KeyLength, SealedLength), tail[(KeyLength + SealedLength)..], plain);
    }
}

/// <summary>The decrypted content of a payload.</summary>
/// <param name="RecordedAt">UTC.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="AccuracyMetres">0 means unknown.</param>
internal sealed record FindMyFix(DateTime RecordedAt, double Latitude, double Longitude, byte AccuracyMetres);
