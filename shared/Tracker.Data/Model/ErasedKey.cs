using System.Security.Cryptography;
using System.Text;

namespace Tracker.Data.Model;

/// <summary>A tracker's key as the log of erasures has it (<see cref="Erasure.KeyHash"/>).</summary>
internal static class ErasedKey
{
    /// <summary>The hash of <c>n.key</c>, in SQL; equals <see cref="Hash"/>.</summary>
    public const string HashSql = "sha256(convert_to(n.key, 'UTF8'))";

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
