using System.Security.Cryptography;
using System.Text;

namespace Tracker.Cluster.Configuration;

/// <summary>Creates SCRAM-SHA-256 password verifiers (RFC 5803), which PostgreSQL and PgBouncer store instead of passwords.</summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;

    /// <summary>Returns a verifier in the format of pg_authid and PgBouncer's userlist.</summary>
    /// <param name="password">An ASCII password, which SASLprep leaves unchanged.</param>
    /// <param name="salt">16 random bytes.</param>
    public static string Create(string password, ReadOnlySpan<byte> salt)
    {
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        byte[] storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        byte[] serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
