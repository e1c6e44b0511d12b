using Tracker.Data.Consistency;
using Tracker.Data.Scopes;

namespace Tracker.Data.Sessions;

/// <summary>
/// One logical client (a user, a request chain, a job) whose reads and writes keep <see cref="SessionGuarantees"/>, whichever
/// servers they reach. Its operations come one after another: not thread-safe. To go on in another process, hand over <see cref="Token"/>.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="guarantees">What is promised; all four by default.</param>
/// <param name="token">Where an earlier part of the session ended.</param>
public sealed class Session(Database database, SessionGuarantees guarantees = SessionGuarantees.All, SessionToken token = default)
{
    /// <summary>What the session has written and seen so far.</summary>
    public SessionToken Token { get; private set; } = token;

    /// <summary>Runs a read as a whole, on a server that shows what the guarantees ask for.</summary>
    public async Task<T> ReadAsync<T>(Func<ReadScope, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        WriteToken? asked = Later(
            guarantees.HasFlag(SessionGuarantees.ReadYourWrites) ? Token.Written : null,
            guarantees.HasFlag(SessionGuarantees.MonotonicReads) ? Token.Seen : null);
        WriteToken? seen = null;
        T result = await database.ReadAsync(
            asked is { } needed ? ReadConsistency.AtLeast(needed) : ReadConsistency.Eventual,
            async (read, ct) =>
            {
                T shown = await work(read, ct);
                seen = new WriteToken(read.Route.SystemId, read.Route.Timeline ?? 0, read.Route.Position);
                return shown;
            },
            cancellationToken);
        Token = Token with { Seen = Later(Token.Seen, seen) };
        return result;
    }

    /// <summary>Runs a unit of work as a whole and commits it, once.</summary>
    public async Task<WriteToken> WriteAsync(Func<WriteScope, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        WriteToken written = await database.WriteAsync(work, cancellationToken);
        Token = Token with { Written = Later(Token.Written, written) };
        return written;
    }

    private static WriteToken? Later(WriteToken? one, WriteToken? other) =>
        one is { } left && other is { } right ? left.Merge(right) : one ?? other;
}
