using System.Security.Cryptography;
using System.Text;

namespace Tracker.Cluster.Configuration;

/// <summary>What PostgreSQL and PgBouncer keep of a password: enough to check it, too little to know it (RFC 5803).</summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;

    /// <summary>In the form of PostgreSQL's pg_authid and PgBouncer's userlist.</summary>
    /// <param name="password">ASCII, which SASLprep leaves as it is.</param>
    /// <param name="salt">16 random bytes.</param>
    public static string Create(string password, ReadOnlySpan<byte> salt)
    {
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        byte[] storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        byte[] serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
