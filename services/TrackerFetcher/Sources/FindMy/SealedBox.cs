using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>
/// AES-GCM with a nonce of any length (NIST SP 800-38D): finders use 16 bytes, and .NET's own class only accepts 12. For messages of one
/// block, without associated data.
/// </summary>
internal static class SealedBox
{
    private const int Block = 16;

    /// <summary>Decrypts a message of at most 16 bytes; false if it was not encrypted with this key.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, Block);
        using Aes aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> subkey = stackalloc byte[Block];
        aes.EncryptEcb(new byte[Block], subkey, PaddingMode.None);
        UInt128 h = BinaryPrimitives.ReadUInt128BigEndian(subkey);

        UInt128 first = Hash(h, nonce);
        Span<byte> counter = stackalloc byte[Block];
        Span<byte> mask = stackalloc byte[Block];
        BinaryPrimitives.WriteUInt128BigEndian(counter, first);
        aes.EncryptEcb(counter, mask, PaddingMode.None);
        UInt128 expected = Hash(h, message) ^ BinaryPrimitives.ReadUInt128BigEndian(mask);
        BinaryPrimitives.WriteUInt128BigEndian(counter, expected);
        if (!CryptographicOperations.FixedTimeEquals(counter, tag))
        {
            return false;
        }

        // The counter is the last 32 bits.
        BinaryPrimitives.WriteUInt128BigEndian(counter, (first & ~(UInt128)uint.MaxValue) | unchecked((uint)first + 1));
        aes.EncryptEcb(counter, mask, PaddingMode.None);
        for (int i = 0; i < message.Length; i++)
        {
            plain[i] = (byte)(message[i] ^ mask[i]);
        }

        return true;
    }

    // GHASH of one text, the same for a nonce.
    private static UInt128 Hash(UInt128 h, ReadOnlySpan<byte> text)
    {
        UInt128 hash = UInt128.Zero;
        Span<byte> block = stackalloc byte[Block];
        for (int at = 0; at < text.Length; at += Block)
        {
            block.Clear();
            text[at..Math.Min(at + Block, text.Length)].CopyTo(block);
            hash = Multiply(hash ^ BinaryPrimitives.ReadUInt128BigEndian(block), h);
        }

        return Multiply(hash ^ (UInt128)((ulong)text.Length * 8), h);
    }

    private static UInt128 Multiply(UInt128 x, UInt128 y)
    {
        UInt128 reduction = (UInt128)0xE1 << 120;
        UInt128 product = UInt128.Zero;
        for (int bit = 127; bit >= 0; bit--)
        {
            if (((x >> bit) & 1) == 1)
            {
                product ^= y;
            }

            y = (y & 1) == 1 ? (y >> 1) ^ reduction : y >> 1;
        }

        return product;
    }
}
