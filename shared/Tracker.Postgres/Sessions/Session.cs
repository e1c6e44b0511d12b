using System.Runtime.CompilerServices;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using CallSite = EFCore.ReadWriteSplitting.Connections.CallSite;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>
/// A logical client (such as a user or a job) whose reads and writes meet <see cref="SessionGuarantees"/> on whichever servers they run.
/// Not thread-safe: run one operation at a time. To continue in another process, pass on <see cref="Token"/>.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="guarantees">The guarantees; all four by default.</param>
/// <param name="token">The token of an earlier part of the session.</param>
public sealed class Session(Database database, SessionGuarantees guarantees = SessionGuarantees.All, SessionToken token = default)
{
    private const SessionGuarantees NeedSeen = SessionGuarantees.MonotonicReads | SessionGuarantees.WritesFollowReads;

    // For a token from another process it is unknown whether it was seen on a replica.
    private bool _seenOnReplica = token.Seen is not null;
    private Guid? _lastUnit;

    /// <summary>What the session has written and seen so far.</summary>
    public SessionToken Token { get; private set; } = token;

    /// <summary>Runs a read on a server that meets the guarantees, and retries it as a whole after transient errors.</summary>
    /// <exception cref="TokenNotProvenException">After a failover it cannot be proven that what the session saw or wrote was retained.
    /// Start a new session.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica meets the consistency, and the fallback limit is reached.</exception>
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
            // The row in units_of_work decides: if it exists, the last unit of work and all earlier ones were retained.
            await RebaseAsync(new CommitOutcome(), cancellationToken);
            return await TryReadAsync(work, callSite, cancellationToken);
        }
    }

    /// <summary>Runs a unit of work and commits it exactly once.</summary>
    /// <exception cref="TokenNotProvenException">After a failover it cannot be proven that what the session saw was retained. Start a new
    /// session.</exception>
    public async Task<WriteToken> WriteAsync(
        Func<WriteScope, CancellationToken, Task> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var callSite = new CallSite(member, file, line);
        var unit = Guid.CreateVersion7();
        var outcome = new CommitOutcome();
        WriteToken written;
        try
        {
            written = await database.RunWriteAsync(Request(callSite), unit, NotedAsync, cancellationToken, outcome);
        }
        catch (Exception error) when (error is TokenNotProvenException or CommitOutcomeUnknownException { End: TokenNotProvenException }
            && Token.Written is not null && _lastUnit is not null)
        {
            await RebaseAsync(outcome, cancellationToken);
            written = await database.RunWriteAsync(Request(callSite), unit, NotedAsync, cancellationToken, outcome);
        }

        Keep(unit, written);
        return written;

        // The work may commit itself and fail after that.
        async Task NotedAsync(WriteScope scope, CancellationToken ct)
        {
            try
            {
                await work(scope, ct);
            }
            finally
            {
                if (scope.Committed is { } own)
                {
                    Keep(unit, own);
                }
            }
        }
    }

    private void Keep(Guid unit, WriteToken written)
    {
        Token = Token with { Written = Later(Token.Written, written) };
        _lastUnit = unit;
    }

    private WriteRequest Request(CallSite callSite)
    {
        bool follows = guarantees.HasFlag(SessionGuarantees.WritesFollowReads);
        bool isMonotonic = guarantees.HasFlag(SessionGuarantees.MonotonicWrites);
        TokenRequirement requirement = TokenRequirement.Both(follows ? Token.Seen : null, isMonotonic ? Token.Written : null);
        // The token of this write will replace the last one, so that one must be retained.
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
            // The position of this read will replace the last one, so that one must be retained.
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
            // A monotonic read on the primary has waited for the commits in flight, so everything seen is visible there.
            _seenOnReplica = onReplica || (_seenOnReplica && !isMonotonic);
        }

        return result;
    }

    private async Task RebaseAsync(CommitOutcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            (bool isRetained, WriteToken? now) = await database.ReadAsync(ReadConsistency.Primary, FindLastUnitAsync, cancellationToken);
            if (isRetained)
            {
                Token = Token with { Written = now };
            }
        }
        catch (Exception error) when (outcome.Lost is not null)
        {
            throw new CommitOutcomeUnknownException(outcome.Lost) { End = error };
        }
    }

    private async Task<(bool IsRetained, WriteToken? Now)> FindLastUnitAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand find = read.Command("SELECT 1 FROM units_of_work WHERE id = $1", _lastUnit);
        bool found = await find.ExecuteScalarAsync(cancellationToken) is not null;
        return (found, await read.SeenAsync(cancellationToken));
    }

    private static WriteToken? Later(WriteToken? one, WriteToken? other) =>
        one is { } left && other is { } right ? left.Merge(right) : one ?? other;
}
