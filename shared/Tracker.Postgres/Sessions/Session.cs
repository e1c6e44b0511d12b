using System.Runtime.CompilerServices;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using CallSite = EFCore.ReadWriteSplitting.Connections.CallSite;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>
/// One logical client (a user, a request chain, a job) whose reads and writes keep <see cref="SessionGuarantees"/>, whichever
/// servers they reach. Its operations come one after another: not thread-safe. To go on in another process, hand over <see cref="Token"/>.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="guarantees">What is promised; all four by default.</param>
/// <param name="token">Where an earlier part of the session ended.</param>
public sealed class Session(Database database, SessionGuarantees guarantees = SessionGuarantees.All, SessionToken token = default)
{
    private const SessionGuarantees NeedSeen = SessionGuarantees.MonotonicReads | SessionGuarantees.WritesFollowReads;

    // Of a token that came from elsewhere it is not known where it was seen.
    private bool _seenOnReplica = token.Seen is not null;
    private Guid? _lastUnit;

    /// <summary>What the session has written and seen so far.</summary>
    public SessionToken Token { get; private set; } = token;

    /// <summary>Runs a read as a whole, on a server that shows what the guarantees ask for.</summary>
    /// <exception cref="TokenNotProvenException">A failover left open whether what the session saw, or wrote, was kept: start a new session.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica can serve it, and the primary takes no more such reads.</exception>
    public async Task<T> ReadAsync<T>(
        Func<ReadScope, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var callSite = new CallSite(member, file, line);
        try
        {
            return await TryReadAsync(work, callSite, cancellationToken);
        }
        catch (TokenNotProvenException) when (Token.Written is not null && _lastUnit is not null)
        {
            // The outcome row decides: where the last unit's is there, so is the unit, and all before it.
            await RebaseAsync(cancellationToken);
            return await TryReadAsync(work, callSite, cancellationToken);
        }
    }

    /// <summary>Runs a unit of work as a whole and commits it, once.</summary>
    /// <exception cref="TokenNotProvenException">A failover left open whether what the session saw was kept: start a new session.</exception>
    public async Task<WriteToken> WriteAsync(
        Func<WriteScope, CancellationToken, Task> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var callSite = new CallSite(member, file, line);
        var unit = Guid.CreateVersion7();
        WriteToken written;
        try
        {
            written = await database.WriteAsync(Request(callSite), unit, work, cancellationToken);
        }
        catch (TokenNotProvenException) when (Token.Written is not null && _lastUnit is not null)
        {
            await RebaseAsync(cancellationToken);
            written = await database.WriteAsync(Request(callSite), unit, work, cancellationToken);
        }

        Token = Token with { Written = Later(Token.Written, written) };
        _lastUnit = unit;
        return written;
    }

    private WriteRequest Request(CallSite callSite)
    {
        bool follows = guarantees.HasFlag(SessionGuarantees.WritesFollowReads);
        bool isMonotonic = guarantees.HasFlag(SessionGuarantees.MonotonicWrites);
        TokenRequirement requirement = TokenRequirement.Both(follows ? Token.Seen : null, isMonotonic ? Token.Written : null);
        // The write's own token is about to take the place of the last one's.
        return new WriteRequest(
            isMonotonic || !guarantees.HasFlag(SessionGuarantees.ReadYourWrites) ? requirement : requirement with { MustRetain = Token.Written },
            follows && _seenOnReplica,
            callSite);
    }

    private async Task<T> TryReadAsync<T>(Func<ReadScope, CancellationToken, Task<T>> work, CallSite callSite, CancellationToken cancellationToken)
    {
        bool isMonotonic = guarantees.HasFlag(SessionGuarantees.MonotonicReads);
        bool keepsSeen = (guarantees & NeedSeen) != SessionGuarantees.None;
        TokenRequirement requirement = TokenRequirement.Both(
            guarantees.HasFlag(SessionGuarantees.ReadYourWrites) ? Token.Written : null, isMonotonic ? Token.Seen : null) with
        { NeedsTimeline = keepsSeen };
        if (keepsSeen && !isMonotonic)
        {
            // What the read sees is about to take its place.
            requirement = requirement with { MustRetain = Token.Seen };
        }

        ReadConsistency consistency = requirement == default ? ReadConsistency.Eventual : new ReadConsistency.SessionRead(requirement, isMonotonic && _seenOnReplica);
        (T result, WriteToken? seen, bool onReplica) = await database.ReadAsync(
            consistency,
            async (read, ct) =>
            {
                T shown = await work(read, ct);
                WriteToken? position = keepsSeen ? await read.SeenAsync(ct) : null;
                return keepsSeen && read.IsOpen && position is null
                    ? throw new LostTimelineException(read.Route.Node)
                    : (shown, position, read.IsOnReplica);
            },
            cancellationToken,
            member: callSite.Member,
            file: callSite.File,
            line: callSite.Line);
        if (seen is not null)
        {
            Token = Token with { Seen = Later(Token.Seen, seen) };
            // What a replica showed before is on the primary too where that was waited for, and only there.
            _seenOnReplica = onReplica || (_seenOnReplica && !isMonotonic);
        }

        return result;
    }

    private async Task RebaseAsync(CancellationToken cancellationToken)
    {
        (bool isThere, WriteToken? now) = await database.ReadAsync(
            ReadConsistency.Primary,
            async (read, ct) =>
            {
                await using ReadCommand find = read.Command("SELECT 1 FROM units_of_work WHERE id = $1", _lastUnit);
                bool found = await find.ExecuteScalarAsync(ct) is not null;
                return (found, await read.SeenAsync(ct));
            },
            cancellationToken);
        if (isThere)
        {
            Token = Token with { Written = now };
        }
    }

    private static WriteToken? Later(WriteToken? one, WriteToken? other) =>
        one is { } left && other is { } right ? left.Merge(right) : one ?? other;
}
