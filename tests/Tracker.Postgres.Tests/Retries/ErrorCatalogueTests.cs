using System.Net.Sockets;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Retries;

public sealed class ErrorCatalogueTests
{
    public static TheoryData<string, string, string> SqlStates => new()
    {
        { "57P01", "terminating connection due to administrator command", nameof(ErrorVerdict.Retry) },
        { "57P02", "terminating connection because of crash of another server process", nameof(ErrorVerdict.Retry) },
        { "57P03", "the database system is starting up", nameof(ErrorVerdict.Retry) },
        { "25006", "cannot execute INSERT in a read-only transaction", nameof(ErrorVerdict.RetryOnNewConnections) },
        { "40001", "canceling statement due to conflict with recovery", nameof(ErrorVerdict.Retry) },
        { "40P01", "deadlock detected", nameof(ErrorVerdict.Retry) },
        { "55P03", "canceling statement due to lock timeout", nameof(ErrorVerdict.Retry) },
        { "53300", "sorry, too many clients already", nameof(ErrorVerdict.Retry) },
        { "25P03", "terminating connection due to idle-in-transaction timeout", nameof(ErrorVerdict.Retry) },
        { "08006", "connection failure", nameof(ErrorVerdict.Retry) },
        { "08P01", "server login has been failing, try again later (server_login_retry)", nameof(ErrorVerdict.Retry) },
        { "08P01", "server conn crashed?", nameof(ErrorVerdict.Retry) },
        { "08P01", "query_wait_timeout", nameof(ErrorVerdict.Retry) },
        { "08P01", "unsupported startup parameter: search_path", nameof(ErrorVerdict.Permanent) },
        { "08P01", "SASL authentication failed", nameof(ErrorVerdict.Permanent) },
        { "08P01", "invalid frontend message type 80", nameof(ErrorVerdict.Permanent) },
        { "28P01", "password authentication failed", nameof(ErrorVerdict.Permanent) },
        { "3D000", "database does not exist", nameof(ErrorVerdict.Permanent) },
        { "23505", "duplicate key value violates unique constraint", nameof(ErrorVerdict.Permanent) },
        { "25P02", "current transaction is aborted", nameof(ErrorVerdict.Permanent) },
        { "42P01", "relation does not exist", nameof(ErrorVerdict.Permanent) },
        { "42501", "permission denied", nameof(ErrorVerdict.Permanent) },
        { "57014", "canceling statement due to user request", nameof(ErrorVerdict.Permanent) },
    };

    [Theory]
    [MemberData(nameof(SqlStates))]
    public void Error_is_classified_by_its_SQLSTATE_and_by_PgBouncers_message(string sqlState, string message, string verdict) =>
        Assert.Equal(verdict, TransientErrors.Classify(new PostgresException(message, "ERROR", "ERROR", sqlState)).ToString());

    public static TheoryData<string> Broken => new("end of stream", "socket", "time-out");

    [Theory]
    [MemberData(nameof(Broken))]
    public void Broken_connection_is_retried_however_the_error_is_wrapped(string how)
    {
        Exception cause = how switch
        {
            "socket" => new SocketException((int)SocketError.ConnectionReset),
            "time-out" => new TimeoutException(),
            _ => new EndOfStreamException(),
        };
        var broken = new NpgsqlException("Exception while reading from stream", cause);
        Assert.Equal(ErrorVerdict.Retry, TransientErrors.Classify(broken));
        Assert.Equal(ErrorVerdict.Retry, TransientErrors.Classify(new DbUpdateException("saving failed", broken)));
        Assert.Equal(ErrorVerdict.Retry, TransientErrors.Classify(new InvalidOperationException("likely transient", broken)));
        Assert.Equal(ErrorVerdict.Retry, TransientErrors.Classify(new CommitOutcomeUnknownException(broken)));
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.NetworkUnreachable)]
    public void Name_that_cannot_be_resolved_and_network_that_is_unreachable_are_retried(SocketError error)
    {
        Assert.Equal(ErrorVerdict.Retry, TransientErrors.Classify(new SocketException((int)error)));
        Assert.Equal(ErrorVerdict.Retry, TransientErrors.Classify(new NpgsqlException("Failed to connect", new SocketException((int)error))));
    }

    [Fact]
    public void Commit_whose_answer_was_lost_is_retried_whatever_the_cause() =>
        Assert.Equal(
            ErrorVerdict.Retry,
            TransientErrors.Classify(new CommitOutcomeUnknownException(new PostgresException("canceling statement due to user request", "ERROR", "ERROR", "57014"))));

    [Theory]
    [InlineData("40001", true)]
    [InlineData("40P01", true)]
    [InlineData("57014", false)]
    public void Recovery_conflict_is_recognized_by_its_SQLSTATE(string sqlState, bool isConflict)
    {
        var ended = new PostgresException("canceling statement", "ERROR", "ERROR", sqlState);
        Assert.Equal(isConflict, TransientErrors.IsConflict(ended));
        Assert.Equal(isConflict, TransientErrors.IsConflict(new InvalidOperationException("likely transient", ended)));
    }

    [Fact]
    public void Write_port_that_leads_to_a_replica_needs_new_connections() =>
        Assert.Equal(ErrorVerdict.RetryOnNewConnections, TransientErrors.Classify(new WrongServerException("10.0.0.1:5432")));

    [Fact]
    public void Error_that_the_cluster_did_not_cause_is_not_retried()
    {
        Assert.Equal(ErrorVerdict.Permanent, TransientErrors.Classify(new InvalidOperationException("a bug")));
        Assert.Equal(ErrorVerdict.Permanent, TransientErrors.Classify(new OperationCanceledException()));
        Assert.Equal(ErrorVerdict.Permanent, TransientErrors.Classify(new PoolExhaustedException(PoolKind.Write, 10, TimeSpan.FromSeconds(30), [], "TRACKER_")));
        Assert.Equal(ErrorVerdict.Permanent, TransientErrors.Classify(new NpgsqlException("The password's SASL exchange failed")));
    }
}
